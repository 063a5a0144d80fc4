"""Whose site it is: name, city, unit, contacts, letterhead, colours, logo, languages.

What the portal says about itself comes from ``[site]`` of the configuration; what rules depend on (home country, time
zone, currency) comes from the policy pack and from nowhere else, because a proposal is judged by it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from content.languages import COMPLETE, KNOWN, current
from content.policy.loading import load_named
from content.policy.pack import Pack
from portal import colours, logo
from portal.config import Config, UnsafeConfig

NAME = "Open Accord"
WORDS = ("name", "city", "unit", "address")
LINES = ("email", "phone")
PACKS = ("home_country", "time_zone", "currency")
"""What the pack binds, by its names in the pack's ``city``."""


@dataclass(frozen=True)
class Site:
    """The identity of one portal; ``languages`` are those a visitor may choose, the first one for whoever has none."""

    words: Mapping[str, Mapping[str, str]]
    email: str
    phone: str
    colours: Mapping[str, str]
    logo: Path | None
    languages: tuple[str, ...]
    home_country: str
    time_zone: str
    currency: str
    policy: str
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def name(self) -> str:
        return self._say("name")

    @property
    def city(self) -> str:
        return self._say("city")

    @property
    def unit(self) -> str:
        return self._say("unit")

    @property
    def address(self) -> tuple[str, ...]:
        """The lines of the letterhead."""
        return tuple(line.strip() for line in self._say("address").splitlines() if line.strip())

    @property
    def theme_colour(self) -> str:
        return self.colours.get("primary", colours.OWN["primary"])

    @property
    def picture(self) -> str:
        """The static file that stands for the city."""
        return f"site/logo{self.logo.suffix}" if self.logo else "img/seal.svg"

    @property
    def picture_on_dark(self) -> str:
        return self.picture if self.logo else "img/seal-light.svg"

    @property
    def icon(self) -> str:
        return self.picture if self.logo else "img/favicon.svg"

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Static files of this site alone, by their names."""
        files = {"css/site.css": colours.stylesheet(self.colours)} if self.colours else {}
        return files | ({self.picture: self.logo.read_bytes()} if self.logo else {})

    @cached_property
    def digest(self) -> str:
        """Of everything of the site that shapes a page."""
        stated = [{tag: dict(words) for tag, words in self.words.items()}, self.email, self.phone, self.languages]
        stated += [self.time_zone, self.policy, dict(self.colours)]
        digest = hashlib.sha256(json.dumps(stated, sort_keys=True).encode())
        for name, content in sorted(self.files.items()):
            digest.update(name.encode() + content)
        return digest.hexdigest()[:12]

    def _say(self, name: str) -> str:
        """The words in the current language, else in the nearest there is."""
        found = self.words.get(name, {})
        for tag in (current().tag, "", *self.languages, *found):
            if tag in found:
                return found[tag]
        return ""


def pack_of(config: Config) -> Pack:
    """The policy pack that the configuration names. Raises PackFault."""
    return load_named(config.policy_pack)


def read(config: Config, pack: Pack) -> Site:
    """The identity that configuration and policy state together. Raises UnsafeConfig, which names every fault."""
    stated, faults = dict(config.site), _unknown(config.site)
    words = {name: _words(stated, name, faults) for name in WORDS}
    words["name"] = words["name"] or {"": NAME}
    words["city"] = words["city"] or pack.texts("city")
    words["unit"] = words["unit"] or pack.texts(f"offices.{pack.parts.city.lead_office}")
    lines = {name: _line(stated, name, faults) for name in LINES}
    painted = stated.get("colours", {})
    faults += (
        [f"colours.{fault}." for fault in colours.faults_of(painted)]
        if isinstance(painted, dict)
        else ["colours must be a table."]
    )
    drawn = _line(stated, "logo", faults)
    faults += [f"logo: {fault}." for fault in (logo.faults_of(Path(drawn)) if drawn else [])]
    languages, notes = _languages(stated, pack, faults)
    city = pack.parts.city
    for name in PACKS:
        bound = getattr(city, name)
        if name in stated and stated[name] != bound:
            faults.append(
                f"{name}: the policy pack states {bound!r}, and it alone: leave this out, or change the pack."
            )
    if faults:
        raise UnsafeConfig([f"[site] {fault}" for fault in faults])
    return Site(
        words=words,
        **lines,
        colours={name: text.lower() for name, text in painted.items()},
        logo=Path(drawn) if drawn else None,
        languages=languages,
        **{name: getattr(city, name) for name in PACKS},
        policy=pack.version_id,
        notes=(*notes, *_lacks(config, lines)),
    )


def _unknown(stated: Mapping[str, Any]) -> list[str]:
    known = {*WORDS, *LINES, *PACKS, "colours", "logo", "languages"}
    return [f"{name} is not known here." for name in stated if name not in known]


def _words(stated: Mapping[str, Any], name: str, faults: list[str]) -> dict[str, str]:
    """A text for all languages, or a table of one for each."""
    value = stated.get(name)
    if value is None or (isinstance(value, str) and value.strip()):
        return {"": value} if value else {}
    if not isinstance(value, dict) or not value:
        faults.append(f"{name} must be text, or a table of language and text.")
        return {}
    for tag, text in value.items():
        if tag not in KNOWN:
            faults.append(f"{name}.{tag}: there is no language {tag!r}.")
        elif not isinstance(text, str) or not text.strip():
            faults.append(f"{name}.{tag} must be text.")
    return {tag: str(text) for tag, text in value.items()}


def _line(stated: Mapping[str, Any], name: str, faults: list[str]) -> str:
    value = stated.get(name, "")
    if not isinstance(value, str) or len(value.splitlines()) > 1:
        faults.append(f"{name} must be one line of text.")
        return ""
    return value.strip()


def _languages(stated: Mapping[str, Any], pack: Pack, faults: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Those asked for, in their order, whose catalogues are complete; by default those of the policy."""
    asked = stated.get("languages", [pack.parts.source_language, *pack.languages])
    if not isinstance(asked, list) or not asked or not all(isinstance(tag, str) for tag in asked):
        faults.append("languages must be a list of languages such as en.")
        return COMPLETE, []
    faults += [f"languages: there is no language {tag!r}." for tag in asked if tag not in KNOWN]
    if "languages" in stated and len(set(asked)) < len(asked):
        faults.append("languages: one stands there twice.")
    wanted = list(dict.fromkeys(asked))
    offered = tuple(tag for tag in wanted if tag in COMPLETE)
    if not offered and not faults:
        faults.append(f"languages: none of them has a complete catalogue; there are {', '.join(COMPLETE)}.")
    notes = [f"{tag} is not offered: its catalogue is not complete" for tag in wanted if tag not in COMPLETE]
    notes += [f"the policy has no words in {tag}: {pack.parts.source_language} stands in for them"
              for tag in offered if tag not in pack.languages]  # fmt: skip
    return offered, notes


def _lacks(config: Config, lines: Mapping[str, str]) -> list[str]:
    lacks = [] if lines["email"] else ["[site] email is not set: readers find no address to write to"]
    if not config.policy_pack:
        lacks.append("POLICY_PACK is not set: the policy that comes with Open Accord is in force")
    return lacks
