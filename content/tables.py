"""Every table of the house in one place, for migrations and for their test; nothing else imports this."""

from content.agreements import models as agreements
from content.authority import models as authority
from content.db import Base
from content.history import HistoryEntry
from content.notices import Notice
from content.pages import models as pages
from content.parties import models as parties
from content.people import models as people
from content.policy import models as policy
from content.proposals import models as proposals
from content.record import models as record

METADATA = Base.metadata
MODULES = (agreements, authority, pages, parties, people, policy, proposals, record)
ROWS = (HistoryEntry, Notice)
