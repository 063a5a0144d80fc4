"""The ``portal`` command: one group per concern, each in a module of its own. ``INSTANCE`` says which portal."""

import sys

import click

from content.policy.loading import PackFault
from content.workflow import NotAllowed, Refused
from portal.commands import backups, checks, demo, exchange, people, record, running, search
from portal.config import UnsafeConfig
from portal.web import WebProcess

STOP_SECONDS = 5.0


@click.group()
def portal() -> None:
    """Open Accord: a city's international agreements in public."""


for command in (
    running.run,
    running.worker,
    running.jobs,
    running.db,
    demo.demo,
    people.people,
    record.record,
    exchange.import_,
    exchange.export,
    search.search,
    backups.backup,
    backups.restore,
    backups.training,
    checks.check,
    checks.routes,
    checks.translations,
):
    portal.add_command(command)


def main(web: WebProcess | None = None) -> None:
    """Run the command; what the operator can mend is said in plain words, without a traceback."""
    try:
        portal(obj=web)
    except UnsafeConfig as error:
        sys.exit("The portal does not start like this:\n" + "\n".join(f"- {fault}" for fault in error.faults))
    except PackFault as error:
        sys.exit("The policy pack has faults:\n" + "\n".join(f"- {fault}" for fault in error.faults))
    except (Refused, NotAllowed) as error:
        sys.exit(str(error))
    finally:
        # Begun early and never let in: the start failed before the gate was opened.
        if web is not None and web.child.poll() is None:
            web.stop(STOP_SECONDS)
