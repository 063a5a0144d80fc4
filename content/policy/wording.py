"""Which words a pack needs in every language that it declares: the paths of its texts."""

from content.policy.pack import Pack


def required_keys(pack: Pack) -> list[str]:
    """Paths of texts that must not be missing in any declared language."""
    parts = pack.parts
    keys = ["name", "city", *(f"offices.{code}" for code in parts.offices)]
    keys += [f"bodies.{code}" for code in parts.bodies]
    keys += [f"goals.{goal.code}.label" for goal in parts.goals]
    keys += [f"goal_families.{family}" for family in dict.fromkeys(goal.family for goal in parts.goals)]
    keys += [f"activity_kinds.{kind}" for kind in pack.activity_kinds]
    keys += [f"vocabularies.{name}.{code}" for name, codes in parts.vocabularies.items() for code in codes]
    for element in parts.elements.values():
        keys += [element.label_key, *(element.choice_key(choice) for choice in element.choices)]
    for criterion in parts.criteria.values():
        keys += [criterion.label_key, *(criterion.value_key(value) for value in criterion.values)]
    for category in pack.categories:
        keys += [category.label_key, f"categories.{category.code}.summary"]
    standings = [parts.standing.code, *(c.standing for c in pack.categories if c.standing)]
    keys += [f"standings.{code}" for code in standings]
    return list(dict.fromkeys(keys + _route_keys(pack)))


def _route_keys(pack: Pack) -> list[str]:
    keys: list[str] = []
    for category in pack.open_categories:
        route = pack.route(category.code)
        keys += [section.label_key for section in route.sections]
        keys += [f"consultations.{preset}" for preset in route.consultations.presets]
        keys += [f"publication.{need.code}" for need in route.publication]
        for step in route.steps:
            keys += [step.label_key, *(question.label_key for question in step.questions)]
            keys += [f"judgements.{judgement}" for judgement in step.judgements]
    return keys


def optional_keys(pack: Pack) -> set[str]:
    """Paths of texts that may be there."""
    keys = {key for element in pack.parts.elements.values() for key in (element.help_key, element.hint_key)}
    keys |= {f"criteria.{criterion}.help" for criterion in pack.parts.criteria}
    return keys


def list_keys(pack: Pack) -> set[str]:
    """Paths at which a list of texts may stand: other names of a goal."""
    return {f"goals.{goal.code}.aliases" for goal in pack.goals}
