"""The people of a demonstration: one for each role, with passwords made for this instance alone."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from content.db import Session
from content.people.actors import House
from content.people.models import Person
from content.people.operations import add_person
from content.people.queries import person_by_email
from content.permissions import Role

DATA = Path(__file__).parent / "data"
PEOPLE = "people.yaml"
DOMAIN = "demo.example"
INVITER = House("Demonstration", "operator")


@dataclass(frozen=True)
class Part:
    """Who plays which role, in the name of which office."""

    role: Role
    name: str
    office: str
    division: str | None = None

    @property
    def email(self) -> str:
        return f"{self.role.value.replace('_', '-')}@{DOMAIN}"


def cast_of(data: Path) -> tuple[Part, ...]:
    """The people of a demonstration's folder; nobody when it names none."""
    path = data / PEOPLE
    parts = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else []
    return tuple(Part(Role(part["role"]), part["name"], part["office"], part.get("division")) for part in parts)


CAST = cast_of(DATA)


def load_people(session: Session, cast: tuple[Part, ...] = CAST) -> list[Person]:
    """Add whoever is missing, without a password; returns those added."""
    return [
        add_person(
            session,
            email=part.email,
            name=part.name,
            office=part.office,
            division=part.division,
            roles=[part.role],
            by=INVITER,
            invite=False,
        )
        for part in cast
        if person_by_email(session, part.email) is None
    ]
