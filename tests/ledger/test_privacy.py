"""Who is forgotten is gone from every byte; who is anonymous is named in the ledger alone; what is old is let go."""

from __future__ import annotations

import pytest
from school import HALF, RIGHT, SUMMED, School

NAME = "Zsófia Quillfeather"
SECRET = "marker_in_the_hand_in_7f3a"


def everywhere(school: School) -> bytes:
    """Every byte below the output folder, with the names of the files."""
    files = [path for path in school.out.rglob("*") if path.is_file()]
    return b"".join(str(path).encode() + path.read_bytes() for path in files)


def test_a_student_who_is_forgotten_is_gone_and_the_totals_stay(
    school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    """Printed words stand in reports, recordings and judgements; the names in many more places."""
    told = SUMMED.replace("def mse_loss(x, y):", f"def mse_loss(x, y):\n    print('{SECRET}')")
    school.hand_in(NAME, told)
    school.hand_in("ada", RIGHT)
    assert school.grade() == 0
    assert school.enter("override", NAME, "mae_loss", "3") == 0
    assert school.enter("request", "add", NAME) == 0
    assert school.grade() == 0
    before = sum(each.final or 0 for each in school.standings().values())
    assert NAME.encode() in everywhere(school)
    assert SECRET.encode() in everywhere(school)
    assert school.enter("ledger", "forget", NAME) == 0
    left = everywhere(school)
    assert NAME.encode() not in left
    assert b"Quillfeather" not in left
    assert SECRET.encode() not in left
    assert school.enter("ledger", "check") == 0
    capsys.readouterr()
    school.enter("ledger", "show", "--json")
    import json  # noqa: PLC0415 - read here alone

    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert sum(row["final"] for row in rows) == before
    assert [row["student"] for row in rows] == ["ada", "forgotten-1"] or "forgotten" in rows[1]["student"]
    assert list(school.rows()) == ["ada"]
    assert school.asked("SELECT author, reason FROM removals") == [("Dr X", "so")]


def test_the_others_of_a_group_keep_what_they_have(school: School) -> None:
    school.hand_in("ada", HALF)
    groups = school.root / "groups.csv"
    groups.write_text("student,group\nada,red\nben,red\n", encoding="utf-8")
    assert school.grade("--groups", str(groups)) == 0
    kept = school.report("ben")["earned"]
    assert school.enter("ledger", "forget", "ada") == 0
    assert school.enter("ledger", "check") == 0
    assert school.standings()["ben"].raw == kept
    assert school.asked("SELECT count(*) FROM attempts WHERE handed_in_by = 'ada'") == [(0,)]


def test_without_names_reports_and_gradebook_bear_pseudonyms(
    school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    """Stable ones, in files, folders and on the screen; the ledger alone tells who is who."""
    school.hand_in("Quillfeather", SUMMED)
    assert school.grade("--anonymous") == 0
    assert "Quillfeather" not in capsys.readouterr().out
    (folder,) = [path.name for path in school.out.iterdir() if path.is_dir()]
    assert folder.startswith("student-")
    assert list(school.rows()) == [folder]
    assert school.report(folder)["student"] == folder
    files = [path for path in school.out.rglob("*") if path.is_file()]
    reports = [path for path in files if not path.name.startswith("ledger.")]  # who is in the class, and who is who
    assert not any(b"quillfeather" in path.read_bytes().lower() for path in reports)
    school.rubric("dx = 3", "dx = 4")
    assert school.regrade() == 0
    assert "Quillfeather" not in capsys.readouterr().out
    assert [path.name for path in school.out.iterdir() if path.is_dir()] == [folder]
    assert school.enter("ledger", "reveal", folder) == 0
    assert "Quillfeather" in capsys.readouterr().out
    assert school.grade("--no-anonymous") == 0
    assert [path.name for path in school.out.iterdir() if path.is_dir()] == ["Quillfeather"]


def test_without_names_the_log_of_our_faults_names_nobody(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the entry nor, of a group, its members; with names it does."""

    def judge(*_: object) -> None:
        raise ZeroDivisionError("a bug of ours")

    school.hand_in("Quillfeather")
    school.hand_in("Winterbourne", HALF)
    groups = school.root / "groups.csv"
    groups.write_text("student,group\nWinterbourne,red\nAshgrove,red\n", encoding="utf-8")
    log = school.out / "faults.log"
    monkeypatch.setattr("grader.checks.close.Close.judge", judge)
    assert school.grade("--anonymous", "--groups", str(groups)) == 3
    folders = sorted(path.name for path in school.out.iterdir() if path.is_dir())
    assert len(folders) == 3
    said = log.read_text(encoding="utf-8")
    assert "a bug of ours" in said
    assert not any(name in said for name in ("Quillfeather", "Winterbourne", "Ashgrove"))
    assert sum(folder in said for folder in folders) >= 2
    assert school.regrade() == 3
    said = log.read_text(encoding="utf-8")
    assert "a bug of ours" in said
    assert not any(name in said for name in ("Quillfeather", "Winterbourne", "Ashgrove"))
    assert school.grade("--no-anonymous") == 3
    assert "Quillfeather" in log.read_text(encoding="utf-8")


def test_what_is_kept_long_enough_is_let_go(school: School) -> None:
    school.policy("\n[keep]\nobservations = 30\nsubmissions = 60\n")
    school.hand_in("ada")
    assert school.grade() == 0
    size = school.ledger.stat().st_size
    assert school.enter("ledger", "prune") == 0
    assert school.asked("SELECT count(*) FROM observations") == [(2,)]

    import datetime as dt  # noqa: PLC0415 - a clock of its own

    from grader.ledger.book import Author, Ledger  # noqa: PLC0415 - as above
    from grader.ledger.keeping import prune  # noqa: PLC0415 - as above

    with Ledger(school.ledger, write=True) as ledger:
        today = dt.datetime.now(dt.UTC)
        assert prune(ledger, Author("x", "y"), today + dt.timedelta(days=31)) == {"observations": 2, "submissions": 0}
        assert prune(ledger, Author("x", "y"), today + dt.timedelta(days=61)) == {"observations": 0, "submissions": 1}
    assert school.ledger.stat().st_size <= size
    assert school.enter("ledger", "check") == 0
