"""``make bench``: how fast and how large, at 100 and at 10,000 invented agreements, beside a bare Flask view.

Prints the tables of docs/performance.md. BENCH_SIZES names other sizes, BENCH_SECONDS how long each page is asked for.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

from flask import Flask

from content.permissions import Role
from content.search import following
from portal.app import create_app
from portal.config import Config
from portal.worker import Worker
from tests import casework
from tests.bench import synthetic
from tests.bench.client import Measured, fetch, measure
from tests.bench.serving import ANSWERS
from tests.conftest import config_for, fill_empty, sign_in_as
from tests.smtp import free_port

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "100,10000").split(",")]
SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
COLD = 300
FOUND = 20
PROPOSALS = 100
FILTERS = "category=partnership-city&status=active&country=IT&country=JP&goal=ipf-2"
FACETED = "q=water+students&category=partnership-city&status=active&country=IT&goal=ipf-2"


@dataclass(frozen=True)
class Row:
    """One line of the table: a page of the portal beside a bare view of the same bytes."""

    name: str
    kilobytes: float
    portal: Measured
    bare: Measured

    def line(self) -> str:
        ratio = self.portal.per_second / self.bare.per_second
        failed = f" **{self.portal.failures} failed**" if self.portal.failures else ""
        return (
            f"| {self.name}{failed} | {self.kilobytes:.1f} | {self.portal.per_second:,.0f} | {self.portal.p50:.2f} | "
            f"{self.portal.p95:.2f} | {self.bare.per_second:,.0f} | {ratio:.2f} |"
        )


def main() -> None:
    """Measure every size in an instance of its own."""
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
            measure_size(size, Path(folder))


def measure_size(size: int, folder: Path) -> None:
    """Fill an instance, serve it, and print its tables."""
    settings = config_for(folder / "instance", port=free_port())
    settings.instance.mkdir()
    (settings.instance / "portal.toml").write_text(
        f'mode = "demonstration"\nsecret_key = "{settings.secret_key}"\n', encoding="utf-8"
    )
    fill_empty(settings.database_url)
    app = create_app(settings)
    print(f"\n### {size:,} agreements\n", flush=True)
    filling = fill(app, size)
    with serving("portal", settings.port, {"INSTANCE": str(settings.instance)}) as portal:
        for row in rows(app, settings, size, folder):
            print(row.line(), flush=True)
        found = publish_to_found(app, settings.port, size)
        memory = resident(portal)
    print("\n| | |\n|---|---:|")
    for name, value in [*filling, found, ("Memory of the web process after all this", f"{memory:.0f} MB")]:
        print(f"| {name} | {value} |", flush=True)
    app.extensions["search"].close()
    app.extensions["database"].engine.dispose()


def fill(app: Flask, size: int) -> list[tuple[str, str]]:
    """Publish the agreements, index them, and receive the proposals of the queue."""
    database, search = app.extensions["database"], app.extensions["search"]
    began = time.perf_counter()
    synthetic.publish(database, 0, size)
    loaded = time.perf_counter()
    following.rebuild(search.source, search.engine)
    indexed = time.perf_counter()
    with database.writing() as session:
        for _ in range(PROPOSALS):
            casework.receive(session)
    return [
        ("Publishing all of them", f"{loaded - began:.1f} s, {size / (loaded - began):,.0f} a second"),
        ("Building the search index", f"{indexed - loaded:.1f} s, {size / (indexed - loaded):,.0f} a second"),
    ]


def rows(app: Flask, settings: Config, size: int, folder: Path) -> Iterator[Row]:
    """Every page of the table; the bare views answer with what the portal has just sent."""
    session = sign_in_as(app, Role.PROTOCOL_OFFICER).get_cookie("session")
    staff = f"session={session.value}" if session is not None else ""
    slugs = [f"synthetic-{number}" for number in range(min(size, COLD))]
    pages: list[tuple[str, list[str], bool, str]] = [
        ("home, kept", ["/en/"], False, ""),
        ("home, made anew", fresh("/en/"), True, ""),
        ("list, kept", ["/en/agreements"], False, ""),
        ("list, made anew", fresh("/en/agreements"), True, ""),
        ("filtered list, kept", [f"/en/agreements?{FILTERS}"], False, ""),
        ("filtered list, made anew", fresh(f"/en/agreements?{FILTERS}"), True, ""),
        ("agreement, kept", [f"/en/agreements/{slugs[0]}"], False, ""),
        ("agreement, cold", [f"/fr/agreements/{slug}" for slug in slugs], True, ""),
        ("search, kept", ["/en/search?q=water+students"], False, ""),
        ("search, made anew", [f"/en/search?q={rare(number)}+water" for number in range(COLD)], True, ""),
        ("search with four facets, made anew", fresh(f"/en/search?{FACETED}"), True, ""),
        ("queue of proposals (staff)", ["/en/staff/worklists/new"], False, staff),
        ("API, one agreement, made anew", fresh(f"/api/v1/agreements/{slugs[0]}"), True, ""),
    ]
    firsts = [fetch(settings.port, paths[0].replace("x=0", "x=first"), cookie) for _name, paths, _once, cookie in pages]
    answers = {str(number): kept_for_bare(folder, number, *first) for number, first in enumerate(firsts)}
    (folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    port = free_port()
    print(
        "| Page | kB sent | requests/s | p50 ms | p95 ms | bare Flask/s | ratio |\n|---|---:|---:|---:|---:|---:|---:|"
    )
    with serving("bare", port, {ANSWERS: str(folder / "answers.json")}):
        for number, (name, paths, once, cookie) in enumerate(pages):
            bare = measure(port, [f"/{number}"], SECONDS / 2)
            asked = measure(settings.port, paths, SECONDS, cookie=cookie, once=once)
            yield Row(name, len(firsts[number][1]) / 1000, asked, bare)


def fresh(path: str) -> list[str]:
    """One page under many addresses, so that none of them is kept."""
    joint = "&" if "?" in path else "?"
    return [f"{path}{joint}x={number}" for number in range(COLD)]


def rare(number: int) -> str:
    """A word of the invented texts that few of them have."""
    parts = synthetic.SYLLABLES
    return parts[number % len(parts)] + parts[number // len(parts) % len(parts)] + parts[(number * 7) % len(parts)]


def kept_for_bare(folder: Path, number: int, head: bytes, body: bytes) -> dict[str, str]:
    """Store an answer where the bare application reads it."""
    headers = dict(line.split(": ", 1) for line in head.decode("latin-1").lower().split("\r\n")[1:] if ": " in line)
    path = folder / f"answer-{number}"
    path.write_bytes(body)
    return {"file": str(path), "type": headers["content-type"], "encoding": headers.get("content-encoding", "")}


def publish_to_found(app: Flask, port: int, size: int) -> tuple[str, str]:
    """How long after its commit a publication is among the hits of the running portal, with the worker beside it."""
    worker = Worker(app)
    times = []
    for number in range(size, size + FOUND):
        title = urllib.parse.quote(synthetic.body(number)["texts"]["en"]["title"])
        synthetic.publish(app.extensions["database"], number, number + 1)
        began = time.perf_counter()
        worker.run_once()
        while f'"synthetic-{number}"'.encode() not in plain(port, f"/api/v1/search?q={title}"):
            time.sleep(0.005)
        times.append((time.perf_counter() - began) * 1000)
    cuts = quantiles(times, n=100, method="inclusive")
    return ("From commit to found, p50 / p95 (the worker looks every 400 ms)", f"{cuts[49]:.0f} / {cuts[94]:.0f} ms")


def plain(port: int, path: str) -> bytes:
    """The body of an answer that was not compressed."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as response:
        content: bytes = response.read()
    return content


@contextmanager
def serving(kind: str, port: int, environ: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run one of the servers until the block ends."""
    command = [sys.executable, "-m", "tests.bench.serving", kind, str(port)]
    process = subprocess.Popen(command, env={**os.environ, **environ})
    try:
        _wait(port)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            fetch(port, "/healthz")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"nothing answers on {port}")


def resident(process: subprocess.Popen[bytes]) -> float:
    """Resident memory of the process that answers, in megabytes: the largest of the server and its child."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return max(_resident(int(number)) for number in (process.pid, *children))


def _resident(number: int) -> float:
    status: dict[str, Any] = dict(
        line.split(":", 1) for line in Path(f"/proc/{number}/status").read_text().splitlines() if ":" in line
    )
    return int(status["VmRSS"].split()[0]) / 1000


if __name__ == "__main__":
    main()
