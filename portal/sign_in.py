"""Sessions and passwords: the only module that knows how somebody proves to be a person of the city.

Flask's signed cookie carries the person's id and session key; the key changes with password and roles, which ends
every open session at its next request. A reader never meets any of this: nothing here runs on public pages.
"""

import secrets
import time
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app, g, request, session
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from content.languages import gettext as _
from content.people.models import Person
from content.people.queries import person_by_email, person_by_id
from content.workflow import Refusal, Refused
from portal.database import db

IDLE_SECONDS = 30 * 60
ABSOLUTE_SECONDS = 12 * 3600
SHORTEST, LONGEST = 12, 256
# OWASP: Argon2id with at least 19 MiB, two passes, one lane.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Verified when there is no such person, so that both answers take the same time.
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
PER_ACCOUNT = RateLimitItemPerMinute(10, 15)
PER_ADDRESS = RateLimitItemPerMinute(60, 15)
COMMON = frozenset({"password", "123456789012", "qwertyuiop12", "correcthorsebatterystaple", "openaccord"})


class Throttle:
    """Counts tries in this process, by any key."""

    def __init__(self) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def allows(self, limit: RateLimitItem, *key: str) -> bool:
        """Count one try and say whether it is within the limit."""
        return bool(self._limiter.hit(limit, *key))

    def is_open(self, limit: RateLimitItem, *key: str) -> bool:
        """Whether another try would be within the limit, without counting one."""
        return bool(self._limiter.test(limit, *key))


def throttle() -> Throttle:
    """The counters of this application."""
    found: Throttle = current_app.extensions["throttle"]
    return found


def hash_password(password: str) -> str:
    """The Argon2id hash of a password. Raises Refused for one that is too short, too long or common."""
    plain = unicodedata.normalize("NFC", password)
    if not SHORTEST <= len(plain) <= LONGEST or "\x00" in plain:
        raise Refused(
            Refusal("R39", _("Use a password of %(least)s to %(most)s characters.", least=SHORTEST, most=LONGEST))
        )
    if plain.casefold() in COMMON or len(set(plain)) < 5:
        raise Refused(Refusal("R39", _("This password is easy to guess. Use several words.")))
    return HASHER.hash(plain)


def authenticate(email: str, password: str) -> tuple[Person | None, Person | None]:
    """(the person if the password is right, the person whose account was tried).

    Takes the same time whether the account exists or not.
    """
    person = person_by_email(db(), email)
    stored = person.password_hash if person is not None and person.is_active else None
    try:
        HASHER.verify(stored or NOBODY, unicodedata.normalize("NFC", password)[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return None, person
    return (person if stored else None), person


def may_try(email: str) -> bool:
    """Count one try; False when this account or this address has had too many."""
    address = request.remote_addr or ""
    by_account = throttle().allows(PER_ACCOUNT, "sign-in", email.strip().lower(), address)
    by_address = throttle().allows(PER_ADDRESS, "sign-in", address)
    return by_account and by_address


def begin_session(person: Person) -> None:
    """Open a fresh session, whatever was there before."""
    session.clear()
    now = int(time.time())
    session.update(person=person.id, key=person.session_key, since=now, seen=now)


def end_every_session(person: Person) -> None:
    """Forget the session, here and wherever its cookie was copied to: the key it carries is changed."""
    person.session_key = secrets.token_hex(16)
    session.clear()


def signed_in_person() -> Person | None:
    """The person of this request's session, or None; an idle or old session is over."""
    if "signed_in" not in g:
        g.signed_in = _look_up()
    person: Person | None = g.signed_in
    return person


def _look_up() -> Person | None:
    person_id, key = session.get("person"), session.get("key")
    now = int(time.time())
    if not isinstance(person_id, int) or now - session.get("seen", 0) > IDLE_SECONDS:
        return None
    if now - session.get("since", 0) > ABSOLUTE_SECONDS:
        return None
    person = person_by_id(db(), person_id)
    if person is None or not person.is_active or person.session_key != key:
        return None
    session["seen"] = now
    return person
