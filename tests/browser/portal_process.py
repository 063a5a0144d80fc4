"""A real portal for the browser: the command that people run, with its web server, its worker and a mail server."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.smtp import MailBox, free_port, start_server

START_SECONDS = 60
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def browser_path() -> str | None:
    """The browser of this machine, if there is one."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


@dataclass
class Portal:
    """A running portal, its address, its folder and the mail it has sent."""

    url: str
    instance: Path
    mail: MailBox
    settings: dict[str, str]

    def password(self, email: str) -> str:
        accounts: dict[str, str] = json.loads((self.instance / "accounts.json").read_text(encoding="utf-8"))
        return accounts[email]

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a ``portal`` command on the same instance."""
        return subprocess.run(
            [sys.executable, "-m", "portal.commands", *arguments],
            env={**os.environ, **self.settings, "INSTANCE": str(self.instance)},
            capture_output=True,
            text=True,
            check=False,
        )


@contextmanager
def running_portal(folder: Path, **more: str) -> Iterator[Portal]:
    """Start a new demonstration in the folder and wait for its first page; end it as an operator would.

    What is given besides stands in its environment.
    """
    controller, box = start_server()
    port = free_port()
    environ = {
        **os.environ,
        "INSTANCE": str(folder),
        "PORT": str(port),
        "MAIL_URL": f"smtp://{controller.hostname}:{controller.port}",
        **more,
    }
    output = (folder.parent / "portal.log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "portal.commands", "run", "--demonstration"],
        env=environ,
        stdout=output,
        stderr=subprocess.STDOUT,
    )
    try:
        url = f"http://localhost:{port}"
        _wait_for(f"{url}/healthz", process, output.name)
        yield Portal(url, folder, box, more)
    finally:
        process.terminate()
        process.wait(20)
        controller.stop()
        output.close()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the portal ended:\n{Path(log).read_text()}")
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"the portal did not start:\n{Path(log).read_text()}")
