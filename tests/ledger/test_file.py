"""The file itself: whole after any kill, added to and never changed, refused in one sentence where it is none."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest
from school import HALF, MEDIAN, RIGHT, SUMMED, School

KILLS = int(os.environ.get("GRADER_TEST_KILLS", "4"))
SLOW = RIGHT.replace("    difference = x - y", "    import time; time.sleep(0.002)\n    difference = x - y")


def begin(school: School, *command: str) -> subprocess.Popen[bytes]:
    """A command as a process of its own."""
    arguments = [sys.executable, "-m", "grader", *command, "--course", str(school.course), "--wall", "process"]
    return subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def killed_at_random(school: School, seed: int, longest: float, *command: str) -> None:
    """The command again and again, each time killed later; then to its end."""
    dice = random.Random(seed)
    for turn in range(KILLS):
        with begin(school, *command) as process:
            try:
                process.wait((turn + dice.random()) / KILLS * longest)
            except subprocess.TimeoutExpired:
                os.kill(process.pid, signal.SIGKILL)
        if school.ledger.exists() and school.ledger.stat().st_size:
            assert school.enter("ledger", "check") == 0
    with begin(school, *command) as process:
        assert process.wait(300) == 0, process.stderr.read()


def test_killed_at_any_moment_the_ledger_is_whole_and_goes_on(school: School) -> None:
    """While grading, and while regrading after a change that runs code again."""
    for number, text in enumerate([RIGHT, SUMMED, HALF, MEDIAN, SLOW, SLOW.replace("np.mean", "np.sum")]):
        school.hand_in(f"student{number}", text)
    quiet = school.fresh()
    grade = ("grade", str(school.entries), "-o", str(school.out), "--jobs", "2")
    started = time.monotonic()
    with begin(school, "grade", str(school.entries), "-o", str(school.root / "timed"), "--jobs", "2") as process:
        assert process.wait(300) == 0
    longest = time.monotonic() - started
    killed_at_random(school, 1, longest, *grade)
    assert school.judgements() == quiet
    assert school.asked("SELECT count(*) FROM attempts") == [(6,)]
    school.replace("reference/intro/mean_absolute_error.py", "standard_normal(9)", "standard_normal(8)")
    school.rubric("dx = 3", "dx = 4")
    killed_at_random(school, 2, longest, "regrade", str(school.out))
    assert school.enter("ledger", "check") == 0
    assert school.judgements() == school.fresh()


def test_two_graders_at_once_do_not_meet(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    from grader.ledger.book import Ledger  # noqa: PLC0415 - the other grader

    school.hand_in("ada")
    school.out.mkdir()
    with Ledger(school.ledger, write=True, make=True):
        assert school.grade() == 2
        assert "another grader is at work on" in capsys.readouterr().err
    assert school.grade() == 0
    with Ledger(school.ledger, write=True):
        assert school.enter("ledger", "show") == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"this is no database at all" * 99, "is damaged"),
        (b"SQLite format 3\0" + bytes(range(256)) * 32, "is damaged"),
    ],
)
def test_a_file_that_is_no_ledger_is_refused(
    school: School, capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    school.hand_in("ada")
    school.out.mkdir()
    school.ledger.write_bytes(content)
    assert school.grade() == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert str(school.ledger) in said
    assert school.ledger.read_bytes() == content


def test_an_earlier_graders_ledger_is_taken_over(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    """By whatever writes to it first; who only reads says so. Nothing in it can be changed afterwards, either."""
    school.hand_in("ada")
    assert school.grade() == 0
    with closing(sqlite3.connect(school.ledger)) as connection:
        connection.executescript("DROP TABLE regradings; PRAGMA user_version = 1")
    assert school.enter("ledger", "show") == 2
    assert "run `grader regrade` once" in capsys.readouterr().err
    assert school.regrade() == 0
    assert "1 unchanged" in capsys.readouterr().out
    assert school.enter("ledger", "check") == 0
    with (
        closing(sqlite3.connect(school.ledger)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="never changed"),
    ):
        connection.execute("UPDATE regradings SET ended = 1")


def test_a_later_graders_ledger_and_another_programs_database_are_refused(
    school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    school.hand_in("ada")
    assert school.grade() == 0
    with closing(sqlite3.connect(school.ledger)) as connection:
        connection.execute("PRAGMA user_version = 99")
    assert school.grade() == 2
    assert "written by a later version of the grader (ledger 99" in capsys.readouterr().err
    other = school.root / "other.sqlite"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    assert school.grade("--ledger", str(other)) == 2
    assert "is a database, but no ledger" in capsys.readouterr().err


def test_a_missing_ledger_is_told(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    assert school.enter("ledger", "show") == 2
    assert "there is no ledger" in capsys.readouterr().err
    assert not school.ledger.exists()
    school.out.mkdir()
    school.ledger.write_bytes(b"x")
    assert school.enter("ledger", "show") == 2
    assert "is no ledger" in capsys.readouterr().err


def test_rows_are_never_changed(school: School) -> None:
    """By whatever program: the file itself forbids it."""
    school.hand_in("ada")
    assert school.grade() == 0
    with closing(sqlite3.connect(school.ledger)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in {*tables} - {"outputs"}:
            if connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]:
                for change in (f"DELETE FROM {table}", f"UPDATE {table} SET rowid = rowid"):
                    if table in ("examinations", "observations") and "UPDATE" in change:
                        change = f"UPDATE {table} SET exercise = 'x'"  # noqa: PLW2901 - it has no rowid
                    with pytest.raises(sqlite3.IntegrityError, match="added to, and never changed"):
                        connection.execute(change)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE examinations SET earned = 99", "and its findings add up to"),
        ("UPDATE gradings SET earned = 99", "and its findings add up to"),
        ("UPDATE blobs SET content = x'0141'", "is not what it was"),
        ("DELETE FROM students", "refers to a row of students that is not there"),
    ],
)
def test_what_was_tampered_with_is_found(
    school: School, capsys: pytest.CaptureFixture[str], change: str, words: str
) -> None:
    from grader.ledger.schema import loosened  # noqa: PLC0415 - what a tamperer would do

    school.hand_in("ada")
    assert school.grade() == 0
    with closing(sqlite3.connect(school.ledger, isolation_level=None)) as connection:
        for statement in (*loosened(), change):
            connection.execute(statement)
    assert school.enter("ledger", "check") == 1
    assert words in capsys.readouterr().out


def test_a_torn_page_is_found(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    school.hand_in("ada")
    assert school.grade() == 0
    content = bytearray(school.ledger.read_bytes())
    content[4096 * 3 : 4096 * 5] = b"\xff" * 4096 * 2
    school.ledger.write_bytes(content)
    assert school.enter("ledger", "check") in (1, 2)
    captured = capsys.readouterr()
    assert "damaged" in captured.out + captured.err
    assert "Traceback" not in captured.out + captured.err


def test_a_backup_is_a_ledger_and_overwrites_nothing(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    from grader.cli import main  # noqa: PLC0415 - the backup is read, not the ledger

    school.hand_in("ada")
    assert school.grade() == 0
    copy = school.root / "copy.sqlite"
    assert school.enter("ledger", "backup", str(copy)) == 0
    assert main(["ledger", "check", "-l", str(copy)]) == 0
    assert school.enter("ledger", "backup", str(copy)) == 2
    school.ledger.write_bytes(copy.read_bytes())
    assert school.grade() == 0
    assert school.asked("SELECT count(*) FROM gradings") == [(1,)]


def test_reports_are_made_anew_from_the_ledger(school: School) -> None:
    """Without running anything: missing ones, and ones that somebody has changed."""
    for name in ("ada", "ben"):
        school.hand_in(name, school.counting())
    assert school.grade() == 0
    calls, before = school.calls, school.judgements()
    (school.out / "ada/report.json").unlink()
    (school.out / "ben/report.html").write_text("full marks", encoding="utf-8")
    assert school.grade() == 0
    assert school.judgements() == before
    assert (school.out / "ben/report.html").read_text(encoding="utf-8") != "full marks"
    assert school.calls == calls


def test_the_gradebook_holds_everybody_that_was_ever_graded_into_the_folder(school: School) -> None:
    """Late hand-ins may come from another folder."""
    school.hand_in("ada")
    assert school.grade() == 0
    (school.entries / "ada").rename(school.root / "elsewhere")
    school.hand_in("ben")
    assert school.grade() == 0
    assert set(school.rows()) == {"ada", "ben"}
