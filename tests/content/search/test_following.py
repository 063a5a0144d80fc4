"""R2: the index follows the record by itself, and heals from anything that happens to its files."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from content.search.engine import SearchUnavailable
from content.search.following import rebuild, step
from content.search.query import parse
from content.search.whoosh import WhooshEngine

from .memory_record import Record, agreement

LANGUAGES = ("en", "fr", "ar")
# The library leaves files to the collector when it fails in the middle of opening them.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def all_items(engine: WhooshEngine) -> set[str]:
    return {hit.item_id for hit in engine.search(parse(""), "en", per_page=100).hits}


def catch_up(record: Record, engine: WhooshEngine, batch: int = 200) -> int:
    steps = 0
    while step(record, engine, batch):
        steps += 1
        assert steps < 50
    return steps


def test_r2_an_empty_record_gives_an_empty_index(engine: WhooshEngine) -> None:
    catch_up(Record(), engine)
    assert (all_items(engine), engine.sequence()) == (set(), 0)


def test_r2_publications_changes_and_withdrawals_are_followed(followed: WhooshEngine, record: Record) -> None:
    record.publish(agreement("milan", {"en": {"title": "Milan"}}))
    record.publish(agreement("kyiv", {"en": {"title": "Renewed"}}))
    record.withdraw("amman")
    catch_up(record, followed)
    assert all_items(followed) == {"kyiv", "chongqing", "sao-paulo", "milan"}
    assert followed.search(parse("kiev"), "en").total == 0
    assert followed.search(parse("renewed"), "ar").total == 1
    assert followed.document_count() == 4 * len(LANGUAGES)
    assert followed.sequence() == record.head()


def test_r2_catching_up_goes_in_batches(followed: WhooshEngine, record: Record) -> None:
    for number in range(7):
        record.publish(agreement(f"new-{number}", {"en": {"title": "New"}}))
    assert [step(record, followed, 3) for _ in range(4)] == [3, 3, 1, 0]
    assert followed.search(parse("new"), "en").total == 7


def test_r2_taking_an_entry_twice_changes_nothing(followed: WhooshEngine, record: Record) -> None:
    followed.update([], [], 1, record.mark(1))
    assert followed.sequence() == 1
    catch_up(record, followed)
    assert followed.document_count() == 4 * len(LANGUAGES)


def test_r2_an_index_ahead_of_a_restored_record_is_rebuilt(followed: WhooshEngine, record: Record) -> None:
    older = Record(record.bodies["kyiv"])
    catch_up(older, followed)
    assert (all_items(followed), followed.sequence()) == ({"kyiv"}, 1)


def test_r2_an_index_of_another_record_of_the_same_length_is_rebuilt(followed: WhooshEngine, record: Record) -> None:
    restored = Record(*list(record.bodies.values())[:3])
    restored.publish(agreement("milan", {"en": {"title": "Milan"}}))
    assert (restored.head(), restored.live_count()) == (record.head(), record.live_count())
    catch_up(restored, followed)
    assert all_items(followed) == {"kyiv", "chongqing", "sao-paulo", "milan"}


def test_r2_an_index_of_another_record_that_has_grown_past_it_is_rebuilt(
    followed: WhooshEngine, record: Record
) -> None:
    restored = Record(*list(record.bodies.values())[:3])
    for name in ("milan", "quito"):
        restored.publish(agreement(name, {"en": {"title": name}}))
    catch_up(restored, followed)
    assert all_items(followed) == {"kyiv", "chongqing", "sao-paulo", "milan", "quito"}
    assert followed.rebuilt_at() == 5


def test_r2_another_number_of_documents_means_rebuild(followed: WhooshEngine, record: Record) -> None:
    record.publish(agreement("milan", {"en": {"title": "Milan"}}))
    with followed.writing():
        followed.update([], [], record.head(), record.mark(record.head()))
    catch_up(record, followed)
    assert "milan" in all_items(followed)


def test_r2_a_record_that_disagrees_with_itself_is_not_rebuilt_for_ever(engine: WhooshEngine, record: Record) -> None:
    record.live_count = lambda: 99  # type: ignore[method-assign]
    assert [step(record, engine) for _ in range(3)] == [4, 0, 0]


def test_r2_other_languages_or_another_analysis_mean_rebuild(
    followed: WhooshEngine, record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = WhooshEngine(tmp_path / "index", (*LANGUAGES, "es"))
    assert more.sequence() is None
    catch_up(record, more)
    assert more.document_count() == 4 * 4
    monkeypatch.setattr("content.search.analysis.VERSION", "next")
    assert WhooshEngine(tmp_path / "index", (*LANGUAGES, "es")).sequence() is None
    more.close()


def test_r2_only_one_process_writes(followed: WhooshEngine, record: Record, tmp_path: Path) -> None:
    record.publish(agreement("milan", {"en": {"title": "Milan"}}))
    other = WhooshEngine(tmp_path / "index", LANGUAGES)
    with other.writing():
        assert step(record, followed) == 0
    assert step(record, followed) == 1


def test_r60_readers_go_on_reading_while_the_index_is_rebuilt(followed: WhooshEngine, record: Record) -> None:
    totals = []

    class Slow(Record):
        def all_live(self):  # type: ignore[no-untyped-def]
            for body in record.bodies.values():
                totals.append(followed.search(parse("agreement"), "en").total)
                yield body

    source = Slow(*record.bodies.values())
    rebuild(source, followed)
    assert totals == [3, 3, 3, 3]
    assert len([p for p in followed._files.root.iterdir() if p.is_dir()]) == 1


def delete(file: Path) -> None:
    file.unlink()


def truncate(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def empty(file: Path) -> None:
    os.truncate(file, 0)


def garble(file: Path) -> None:
    file.write_bytes(bytes(octet ^ 0x5A for octet in file.read_bytes()))


def garble_one_octet(file: Path) -> None:
    """In the middle, and with the time of change put back."""
    state, content = file.stat(), bytearray(file.read_bytes())
    if content:
        content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))


COLUMNS = ["_stored.col", "age.col", "starts.col", "ends.col", "title_order.col"]
FILES = ["current", "stamp.json", "toc", "trm", "pst", *COLUMNS, "WRITELOCK"]


def file_named(root: Path, end: str) -> Path:
    return next(file for file in sorted(root.rglob("*")) if file.name.endswith(end))


def test_every_kind_of_file_of_an_index_is_damaged_below(followed: WhooshEngine) -> None:
    files = [file for file in followed._files.root.rglob("*") if file.is_file() and file.name != "writer.lock"]
    assert all(any(file.name.endswith(end) for end in FILES) for file in files)
    assert len(files) == len(FILES)


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize("damage", [delete, truncate, empty, garble, garble_one_octet])
@pytest.mark.parametrize("end", FILES)
def test_r2_any_damage_to_any_file_heals(
    followed: WhooshEngine, record: Record, end: str, damage: Callable[[Path], None], restarted: bool
) -> None:
    all_items(followed)
    root = followed._files.root
    damage(file_named(root, end))
    engine = WhooshEngine(root, LANGUAGES) if restarted else followed
    # A reader either still answers or says that it cannot; nothing else comes out of it.
    with suppress(SearchUnavailable):
        engine.search(parse("kyiv"), "en")
    catch_up(record, engine)
    assert all_items(engine) == {"kyiv", "chongqing", "sao-paulo", "amman"}
    assert engine.search(parse('"economic cooperation"'), "en").total == 1
    assert not (root / "rebuild-wanted").exists()
    engine.close()


def test_r2_all_files_gone_heals(followed: WhooshEngine, record: Record) -> None:
    for file in list(followed._files.root.rglob("*")):
        if file.is_file():
            file.unlink()
    catch_up(record, followed)
    assert len(all_items(followed)) == 4


def test_r2_a_reader_that_meets_damage_asks_for_a_rebuild(followed: WhooshEngine, record: Record) -> None:
    root = followed._files.root
    garble(file_named(root, "pst"))
    reader = WhooshEngine(root, LANGUAGES)
    with pytest.raises(SearchUnavailable):
        reader.search(parse("kyiv"), "en")
    assert (root / "rebuild-wanted").exists()
    assert step(record, followed) == 4
    assert reader.search(parse("kyiv"), "en").total == 1
    reader.close()


def test_r2_a_commit_that_was_cut_short_is_continued_not_rebuilt(followed: WhooshEngine, record: Record) -> None:
    files = followed._files
    path = files.current()
    assert path is not None
    stamp = files.stamp(path)
    assert stamp is not None
    files.open_stamp(path, stamp)
    record.publish(agreement("milan", {"en": {"title": "Milan"}}))
    assert step(record, followed) == 1
    assert (followed.rebuilt_at(), files.current()) == (4, path)
    assert "milan" in all_items(followed)


def test_r2_a_stamp_of_another_shape_means_rebuild(followed: WhooshEngine) -> None:
    path = followed._files.current()
    assert path is not None
    (path / "stamp.json").write_text(json.dumps({"schema": "x"}), "utf-8")
    assert followed.sequence() is None


WRITER = """
import sys
from pathlib import Path
from content.search.following import step
from content.search.whoosh import WhooshEngine
from memory_record import Record, agreement
engine = WhooshEngine(Path(sys.argv[1]), ("en", "fr", "ar"))
record = Record(*(agreement(f"i{n}", {"en": {"title": f"Item {n}", "summary": "words " * 50}}) for n in range(60)))
print("ready", flush=True)
while True:
    if not step(record, engine, 3):
        record.publish(record.bodies["i1"])
"""


@pytest.mark.parametrize("seconds", [0.05, 0.15, 0.25, 0.4, 0.6, 0.8])
def test_r2_a_killed_writer_leaves_nothing_missing_and_no_ghosts(tmp_path: Path, seconds: float) -> None:
    root = tmp_path / "index"
    command = [sys.executable, "-c", WRITER, str(root)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
    # The same record, further on than any writer can have come in that time.
    record = Record(*(agreement(f"i{n}", {"en": {"title": f"Item {n}"}}) for n in range(60)))
    record.entries += ["i1"] * 10_000
    for number in range(40, 60):
        record.withdraw(f"i{number}")
    engine = WhooshEngine(root, LANGUAGES)
    while step(record, engine, 20_000):
        pass
    assert all_items(engine) == {f"i{n}" for n in range(40)}
    engine.close()
