"""A pack that is wrong says where and how."""

import pytest

from content.policy.loading import load, load_named, packs_folder
from content.policy.pack import Pack
from content.policy.reading import PackFault


def faults_of(folder):
    with pytest.raises(PackFault) as refused:
        load(folder)
    return refused.value.faults


def test_the_pack_survives_its_own_json(shipped):
    again = Pack.from_json(shipped.to_json())
    assert (again, again.version_id, again.parts) == (shipped, shipped.version_id, shipped.parts)


def test_the_version_id_follows_the_content(shipped, changed_pack):
    name, mark = shipped.version_id.split("@")
    assert (name, len(mark)) == (shipped.id, 8)
    assert load_named().version_id == shipped.version_id
    other = load(changed_pack(lambda texts: texts["sections"].update(term="Length"), "texts/en.yaml"))
    assert other.version_id != shipped.version_id


def test_a_wrong_type_is_named(changed_pack):
    folder = changed_pack(lambda pack: pack["categories"][0]["term"].update(max_months="sixty"))
    assert faults_of(folder) == ["pack.yaml: categories[0].term.max_months: must be a whole number, not text"]


def test_a_date_without_quotes_is_named(changed_pack):
    folder = changed_pack(lambda pack: None)
    path = folder / "pack.yaml"
    path.write_text(
        path.read_text("utf-8").replace("effective_from: '2024-05-14'", "effective_from: 2024-05-14"), "utf-8"
    )
    assert faults_of(folder) == ["pack.yaml: effective_from: must be text, not a date without quotes"]


def test_a_rule_id_of_the_wrong_form_is_named(changed_pack):
    folder = changed_pack(lambda pack: pack["elements"][0].update(clause="rule 28"))
    assert faults_of(folder) == ["pack.yaml: elements[0].clause: 'rule 28' is not a rule id such as R-030"]


def test_an_unknown_clause_is_named(changed_pack):
    folder = changed_pack(lambda pack: pack["elements"][0].update(clause="R-999"))
    assert faults_of(folder) == ["pack.yaml: elements[0].clause: there is no clause 'R-999' under clauses"]


def test_an_unknown_element_is_named(changed_pack):
    folder = changed_pack(lambda pack: pack["categories"][1]["sections"][1].update(elements=["ip-el-town"]))
    assert faults_of(folder) == ["pack.yaml: categories[1].sections[1].elements[0]: there is no element 'ip-el-town'"]


def test_a_reference_to_items_that_are_not_asked_is_named(changed_pack):
    folder = changed_pack(lambda pack: pack["elements"][13]["or_each_item"].update(element="pc-el-city"))
    assert faults_of(folder) == [
        "pack.yaml: categories[0].sections: 'pc-el-financial-resources' looks for items of 'pc-el-city', "
        "which is no list of activities here"
    ]


def test_a_cycle_of_steps_is_named(changed_pack):
    folder = changed_pack(lambda pack: pack["categories"][0]["steps"][1].update(after="pc-step-4"))
    assert faults_of(folder) == [
        "pack.yaml: categories[0].steps: a cycle or a gap: no way leads from the first step to "
        "'pc-step-2', 'pc-step-3', 'pc-step-4'"
    ]


def test_two_steps_at_one_place_are_named(changed_pack):
    folder = changed_pack(lambda pack: pack["categories"][0]["steps"][2].update(after="pc-step-1"))
    assert faults_of(folder) == ["pack.yaml: categories[0].steps: 'pc-step-2' and 'pc-step-3' stand at the same place"]


def test_a_missing_and_an_unknown_key_are_named(changed_pack):
    def edit(pack):
        del pack["number"]
        pack["categories"][3]["colour"] = "red"

    assert faults_of(changed_pack(edit)) == [
        "pack.yaml: number: is missing",
        "pack.yaml: categories[3].colour: is not known here",
        "pack.yaml: number: must be a whole number, not nothing",
    ]


def test_an_id_given_twice_is_named(changed_pack):
    folder = changed_pack(lambda pack: pack["goals"][1].update(code="ipf-1"))
    assert faults_of(folder)[0] == "pack.yaml: goals[1].code: the id 'ipf-1' is given twice"


def test_a_missing_text_is_named_with_its_language(changed_pack):
    folder = changed_pack(lambda texts: texts["elements"]["pc-el-city"].pop("label"), "texts/ar.yaml")
    assert faults_of(folder) == ["texts/ar.yaml: elements.pc-el-city.label: the text is missing"]


def test_a_text_that_belongs_to_nothing_is_named(changed_pack):
    folder = changed_pack(lambda texts: texts["sections"].update(turm="Terme"), "texts/fr.yaml")
    assert faults_of(folder) == ["texts/fr.yaml: sections.turm: belongs to nothing in the pack"]


def test_a_missing_file_is_named(changed_pack):
    folder = changed_pack(lambda pack: pack["languages"].append("pl"))
    assert faults_of(folder) == [f"texts/pl.yaml: (top): there is no such file in {folder.name}"]


def test_a_key_written_twice_is_refused(changed_pack):
    folder = changed_pack(lambda pack: None)
    path = folder / "texts" / "en.yaml"
    path.write_text(path.read_text("utf-8") + "\nname: Another name\n", "utf-8")
    assert faults_of(folder)[0].startswith("texts/en.yaml: (top): cannot be read: the key 'name' twice")


def test_an_unknown_time_zone_is_named(changed_pack):
    folder = changed_pack(lambda pack: pack["city"].update(time_zone="America/Torronto"))
    assert faults_of(folder) == ["pack.yaml: city.time_zone: there is no time zone 'America/Torronto'"]


def test_a_switch_makes_elements_required(changed_pack):
    pack = load(changed_pack(lambda content: content["switches"]["smart_objectives_required"].update(value=True)))
    assert pack.element("smart-specific").required is True


def test_a_pack_is_found_by_name_by_folder_or_alone(tmp_path, shipped):
    assert [load_named(name) for name in (shipped.id, str(packs_folder() / shipped.id), "")] == [shipped] * 3
    with pytest.raises(PackFault) as refused:
        load_named(str(tmp_path))
    assert refused.value.faults == [f"pack.yaml: (top): there is no such file in {tmp_path.name}"]


@pytest.mark.parametrize(
    "edit,fault",
    [
        (lambda pack: pack.update(sender={"name": "nobody", "email": "sender-email"}),
         "sender: there is no element 'nobody' of the type short_text"),
        (lambda pack: pack.update(sender={"name": "sender-email", "email": "sender-email"}),
         "sender: there is no element 'sender-email' of the type short_text"),
        (lambda pack: pack["categories"][0]["sections"][0]["elements"].remove("sender-email"),
         "sender: 'sender-email' must be asked and required in 'partnership-city'"),
        (lambda pack: pack["categories"][0]["sections"][1]["elements"].append("ip-el-city"),
         "categories[0].sections: must ask for exactly one place: the city that would be the other side"),
        (lambda pack: pack["categories"][0]["sections"][3]["elements"].append("ip-el-goals"),
         "categories[0].sections: must not ask for goals twice"),
        (lambda pack: pack["categories"][0]["sections"][1].update(id="about-you"),
         "categories[0]: the id 'about-you' is given twice"),
        (lambda pack: pack["categories"][0]["steps"][1]["questions"][1].update(id="pc-step-2-q1"),
         "categories[0]: the id 'pc-step-2-q1' is given twice"),
        (lambda pack: pack["categories"][0]["steps"][2].update(kind="assessment"),
         "categories[0].steps[2].kind: there is a step of the kind 'assessment' already"),
        (lambda pack: pack["categories"][0]["steps"][3].update(done_by=["senate"]),
         "categories[0].steps[3].done_by: there is no body 'senate'"),
        (lambda pack: pack["categories"][0]["publication"][0].update(code="fanfare"),
         "categories[0].publication[0].code: there is no need 'fanfare'"),
        (lambda pack: pack["periods"].pop("draft_retention_days"), "periods.draft_retention_days: is missing"),
        (lambda pack: pack["activity_kinds"].update(projects=["gala"]),
         "activity_kinds.projects[0]: there is no kind that a proposal may name 'gala'"),
    ],
)  # fmt: skip
def test_what_the_portal_could_not_go_on_with_is_a_fault_of_the_pack(changed_pack, edit, fault):
    assert faults_of(changed_pack(edit)) == [f"pack.yaml: {fault}"]
