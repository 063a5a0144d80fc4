"""The people of a demonstration: one for each role, with passwords made for this instance alone."""

from dataclasses import dataclass

from content.db import Session
from content.people.actors import House
from content.people.models import Person
from content.people.operations import add_person
from content.people.queries import person_by_email
from content.permissions import Role

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


CAST = (
    Part(Role.PROTOCOL_OFFICER, "Noor Haddad", "cco-sper"),
    Part(Role.DIVISION_REVIEWER, "Ana Beltrán", "edc", "edc"),
    Part(Role.COUNTERSIGNER, "Grace Okafor", "cco-sper"),
    Part(Role.APPROVER, "Luc Tremblay", "mayor"),
    Part(Role.SOLICITOR, "Mei Lin", "city_solicitor"),
    Part(Role.CLERK, "Tomasz Nowak", "city_clerk"),
    Part(Role.EDITOR, "Iris Novak", "cco-sper"),
    Part(Role.PUBLISHER, "Sam Okoye", "cco-sper"),
    Part(Role.TRANSLATOR, "Camille Roy", "cco-sper"),
    Part(Role.AUDITOR, "Daniel Weiss", "Internal Audit"),
    Part(Role.ADMINISTRATOR, "Priya Nair", "Portal Administration"),
)


def load_people(session: Session) -> list[Person]:
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
        for part in CAST
        if person_by_email(session, part.email) is None
    ]
