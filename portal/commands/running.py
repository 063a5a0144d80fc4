"""Commands that start the portal and its worker, and that bring the database up to date."""

import signal
import sys
import time
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from types import FrameType

import click

from portal import config
from portal.app import create_app
from portal.commands.demo import load_demonstration, print_accounts
from portal.commands.instance import bring_up_to_date, open_instance
from portal.web import WebProcess
from portal.worker import Worker

STOP_SECONDS = 10


@click.command()
@click.option("--demonstration", is_flag=True, help="Make a new instance a demonstration with its record and accounts.")
@click.pass_obj
def run(early: WebProcess | None, demonstration: bool) -> None:
    """Start the web server and the worker; ends on Ctrl-C or SIGTERM."""
    if demonstration:
        config.begin_demonstration()
    settings, database = open_instance()
    if settings.demonstration:
        load_demonstration(settings, database)
        print_accounts(settings)
    database.engine.dispose()
    click.echo(f"Open Accord is at {settings.public_url}/  (Ctrl-C ends it)")
    web = early or WebProcess()
    web.open_gate()
    # Forked, not started anew: everything is imported already, and the first page comes sooner.
    following = get_context("fork").Process(target=_work)
    following.start()
    sys.exit(_supervise(web, following))


def _supervise(web: WebProcess, working: BaseProcess) -> int:
    """Wait until a child ends or we are told to end; then end both. Returns the exit code."""
    told: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not told and web.child.poll() is None and working.is_alive():
        time.sleep(0.1)
    failed = not told
    working.terminate()
    web.stop(STOP_SECONDS)
    working.join(STOP_SECONDS)
    if working.is_alive():
        working.kill()
    return 1 if failed else 0


def _work() -> None:
    Worker(create_app()).run()


@click.command()
def worker() -> None:
    """Follow the record with the search index and send the mail; ends on SIGTERM."""
    _work()


@click.group()
def jobs() -> None:
    """Work that is found in the database."""


@jobs.command("run")
def jobs_run() -> None:
    """Do everything that is due now, once, and end."""
    open_instance()
    working = Worker(create_app())
    total = 0
    while done := working.run_once():
        total += done
    working.search.close()
    click.echo(f"{total} done")


@click.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
def upgrade() -> None:
    """Bring the tables to this release; a second run changes nothing."""
    _settings, database = open_instance(upgrade=False)
    click.echo("upgraded" if bring_up_to_date(database.engine) else "already up to date")
