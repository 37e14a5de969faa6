"""Deadlines, extensions, attempts and groups, from the rubric's tables and CSV files to what every student has."""

from __future__ import annotations

import csv

import pytest
from school import HALF, MEDIAN, RIGHT, SUMMED, School

from grader.cli import main

DUE = "due = 2030-01-31T20:00:00Z"


def at(day: int, hour: int = 20, minute: int = 0) -> str:
    return (
        f"2030-01-{day:02}T{hour:02}:{minute:02}:00+00:00"
        if day <= 31
        else f"2030-02-{day - 31:02}T{hour:02}:{minute:02}:00+00:00"
    )


def test_lateness_costs_what_the_rubric_says(school: School) -> None:
    """A grace, a price per day begun, a floor and a last day; who has no known time is in time, and it is said."""
    school.policy("\n[late]\ngrace_minutes = 10\nper_day = 0.2\nfloor = 0.5\nmost_days = 4\n", DUE)
    times = {
        "a": at(31, 19),
        "b": at(31, 20, 10),
        "c": at(31, 20, 11),
        "d": at(33, 20),
        "e": at(34, 21),
        "f": at(36),
        "g": None,
    }
    for name, received in times.items():
        school.hand_in(name, received=received)
    assert school.grade() == 0
    found = {name: (each.penalty, each.late_days, each.final) for name, each in school.standings().items()}
    assert found == {
        "a": (0, 0, 14),
        "b": (0, 0, 14),
        "c": (2.8, 1, 11.2),
        "d": (5.6, 2, 8.4),
        "e": (7, 4, 7),
        "f": (14, 5, 0),
        "g": (0, 0, 14),
    }
    said = {name: " ".join(school.report(name)["notes"]) for name in times}
    assert "1 day late: 2.8 points taken off" in said["c"]
    assert "more than 4 days late earns nothing" in said["f"]
    assert "not known" in said["g"]
    assert said["a"] == ""


def test_the_gradebook_has_what_is_left_beside_what_was_earned(
    school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    """As exports have it; blank while points are open. Where lateness costs nothing there are no such columns."""
    school.hand_in("ada", received=at(32))
    school.hand_in("ben", HALF, received=at(31))
    assert school.grade() == 0
    assert {"penalty", "final"}.isdisjoint(school.rows()["ada"])
    school.policy("\n[late]\npoints_per_day = 2\n\n[written.q1]\ntitle = 'Why?'\npoints = 2\n", DUE)
    marks = school.root / "marks.csv"
    marks.write_text("student,question,points\nada,q1,2\n", encoding="utf-8")
    assert school.grade("--marks", str(marks)) == 0
    rows = school.rows()
    assert list(rows["ada"])[:6] == ["student", "earned", "out_of", "ungraded", "penalty", "final"]
    assert [rows["ada"][name] for name in ("earned", "penalty", "final", "q1")] == ["16", "2", "14", "2"]
    assert [rows["ben"][name] for name in ("earned", "ungraded", "penalty", "final")] == ["11.5", "2", "0", ""]
    capsys.readouterr()
    assert main(["export", "nbgrader", str(school.out)]) == 0
    exported = {row["student_id"]: row["score"] for row in csv.DictReader(capsys.readouterr().out.splitlines())}
    assert {name: float(score) if score else None for name, score in exported.items()} == {"ada": 14, "ben": None}
    assert school.grade("--anonymous") == 0
    assert sorted(row["final"] for row in school.rows().values()) == ["", "14"]
    assert school.regrade() == 0
    assert sorted(row["final"] for row in school.rows().values()) == ["", "14"]


def test_free_days_are_used_before_points(school: School) -> None:
    school.policy("\n[late]\npoints_per_day = 2\nfree_days = 2\n", DUE)
    school.hand_in("ada", received=at(32))
    school.hand_in("ben", received=at(34))
    assert school.grade() == 0
    found = school.standings()
    assert (found["ada"].penalty, found["ada"].late_days) == (0, 0)
    assert (found["ben"].penalty, found["ben"].late_days) == (2, 1)


def test_free_days_are_a_budget_over_all_assignments(school: School) -> None:
    """What the first one used is not there for the second."""
    school.policy("\n[late]\npoints_per_day = 2\nfree_days = 2\n", DUE)
    for old, new in {"assignments": "", "reference": "", "rubrics": ".toml"}.items():
        source, target = school.course / old / f"intro{new}", school.course / old / f"second{new}"
        if source.is_dir():
            target.mkdir()
            for file in source.iterdir():
                if file.is_file():
                    (target / file.name).write_bytes(file.read_bytes())
        else:
            target.write_text(source.read_text(encoding="utf-8").replace("2030-01-31", "2030-02-01"), encoding="utf-8")
    school.hand_in("ada", received=at(32))
    shared = ("--ledger", str(school.out / "ledger.sqlite"))
    assert school.grade("-a", "intro", *shared) == 0
    school.received["ada"] = at(34)
    assert school.grade("-a", "second", *shared, out=school.root / "second") == 0
    from grader.ledger.book import Ledger  # noqa: PLC0415 - one assignment of several
    from grader.ledger.standings import standings  # noqa: PLC0415 - as above

    with Ledger(school.ledger, write=False) as ledger:
        assert [(each.penalty, each.late_days) for each in standings(ledger, "intro")] == [(0, 0)]
        assert [(each.penalty, each.late_days) for each in standings(ledger, "second")] == [(2, 1)]


def test_extensions_move_one_students_deadline(school: School) -> None:
    school.policy("\n[late]\npoints_per_day = 2\n", DUE)
    for name in ("ada", "ben", "cleo"):
        school.hand_in(name, received=at(33))
    moved = school.root / "moved.csv"
    moved.write_text(
        "student,due,days,reason,author\nada,2030-02-03T00:00:00+00:00,,ill,Dr X\nben,,1,moved house,Dr Y\n",
        encoding="utf-8",
    )
    assert school.grade("--extensions", str(moved)) == 0
    assert school.grade("--extensions", str(moved)) == 0
    assert {name: each.penalty for name, each in school.standings().items()} == {"ada": 0, "ben": 2, "cleo": 4}
    assert "by Dr Y: moved house" in " ".join(school.report("ben")["notes"])
    assert school.asked("SELECT count(*) FROM extensions") == [(2,)]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("ada,,1,,Dr X", "the reason is missing"),
        ("ada,,1,ill,", "the author is missing"),
        ("ada,,,ill,Dr X", "give either the new deadline"),
        ("ada,tomorrow,,ill,Dr X", "'tomorrow' is no time"),
        ("ada,,many,ill,Dr X", "'many' is no number of days"),
        ("ada,,1,ill,Dr X", "the rubric has no `due`"),
    ],
)
def test_a_wrong_extension_is_refused_with_file_and_line(
    school: School, capsys: pytest.CaptureFixture[str], row: str, words: str
) -> None:
    school.hand_in("ada")
    moved = school.root / "moved.csv"
    moved.write_text(f"student,due,days,reason,author\n{row}\n", encoding="utf-8")
    assert school.grade("--extensions", str(moved)) == 2
    assert f"{moved}:2: " in (said := capsys.readouterr().err)
    assert words in said


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("[late]\nper_day = 2\n", "`late.per_day`: input should be less than or equal to 1"),
        ("[late]\nper_day = 0.1\npoints_per_day = 1\n", "`late`: a day costs `per_day` or `points_per_day`, not both"),
        ("[late]\nper_week = 1\n", "`late.per_week`: no such key is known here"),
        ("[keep]\nobservations = -1\n", "`keep.observations`"),
    ],
)
def test_a_wrong_policy_is_refused_with_file_and_line(
    school: School, capsys: pytest.CaptureFixture[str], table: str, words: str
) -> None:
    school.hand_in("ada")
    school.policy(f"\n{table}")
    lines = (school.course / "rubrics/intro.toml").read_text(encoding="utf-8").splitlines()
    assert school.grade() == 2
    said = capsys.readouterr().err
    assert words in said
    line = int(said.split("intro.toml:")[1].split(":")[0])
    assert lines[line - 1].startswith(("[late]", "per_", "observations"))


def test_the_last_or_the_best_attempt_counts_and_all_are_kept(school: School) -> None:
    school.hand_in("ada", RIGHT)
    assert school.grade() == 0
    school.hand_in("ada", SUMMED)
    assert school.grade() == 0
    last = school.report("ada")["earned"]
    assert last < 14
    assert any("Attempt 2 of 2 counts" in note for note in school.report("ada")["notes"])
    school.policy("", 'attempts = "best"')
    assert school.regrade() == 0
    assert school.report("ada")["earned"] == 14
    assert any("Attempt 1 of 2 counts: the best" in note for note in school.report("ada")["notes"])
    school.hand_in("ada", RIGHT)
    assert school.grade() == 0
    assert school.asked("SELECT count(*), count(DISTINCT digest) FROM attempts") == [(3, 2)]


def test_the_same_work_handed_in_again_is_not_run_again(school: School) -> None:
    for text in (RIGHT, SUMMED, RIGHT):
        school.hand_in("ada", school.counting(text))
        before = school.calls
        assert school.grade() == 0
    assert school.calls == before
    assert school.asked("SELECT count(*) FROM attempts") == [(3,)]


def test_one_hand_in_counts_for_a_group_each_with_their_own_deadline(school: School) -> None:
    """An entry of a member, and one that is called like the group; and points that one of them was given."""
    school.policy("\n[late]\npoints_per_day = 2\n", DUE)
    school.hand_in("ada", school.counting(HALF), at(33))
    school.hand_in("blue", MEDIAN, at(30))
    groups, moved = school.root / "groups.csv", school.root / "moved.csv"
    groups.write_text("student,group\nada,red\nben,red\ncleo,blue\ndan,blue\n", encoding="utf-8")
    moved.write_text("student,days,reason,author\nben,2,ill,Dr X\n", encoding="utf-8")
    assert school.grade("--groups", str(groups), "--extensions", str(moved)) == 0
    assert school.enter("override", "cleo", "mae_loss", "4") == 0
    calls = school.calls
    assert school.grade() == 0
    assert school.calls == calls
    found = school.standings()
    assert {name: (each.raw, each.penalty) for name, each in found.items()} == {
        "ada": (11.5, 4),
        "ben": (11.5, 0),
        "cleo": (14, 0),
        "dan": (10, 0),
    }
    assert set(school.rows()) == {"ada", "ben", "cleo", "dan"}
    assert school.report("ben")["student"] == "ben"


def test_written_questions_wait_for_marks_and_keep_them(school: School) -> None:
    school.policy('\n[written.q1]\ntitle = "Why?"\npoints = 2\n')
    school.hand_in("ada")
    assert school.grade() == 0
    assert school.standings()["ada"].final is None
    marks = school.root / "marks.csv"
    marks.write_text("student,question,points,comment\nada,q1,1.5,too short\n", encoding="utf-8")
    assert school.grade("--marks", str(marks)) == 0
    assert school.standings()["ada"].final == 15.5
    school.rubric("dx = 3", "dx = 4")
    assert school.regrade() == 0
    assert school.standings()["ada"].final == 16.5
    assert school.enter("override", "ada", "q1", "2") == 0
    assert school.standings()["ada"].final == 17
    assert "q1: 2 points by Dr X: so" in school.standings()["ada"].comments


def test_marks_of_somebody_who_handed_in_nothing_stop_nobody(school: School) -> None:
    """They are kept for the day it comes."""
    school.policy('\n[written.q1]\ntitle = "Why?"\npoints = 2\n')
    school.hand_in("ada")
    marks = school.root / "marks.csv"
    marks.write_text("student,question,points\nada,q1,1\nben,q1,2\n", encoding="utf-8")
    assert school.grade("--marks", str(marks)) == 0
    school.rubric("dx = 3", "dx = 4")
    assert school.regrade() == 0
    assert school.standings()["ben"].report is None
    assert (school.standings()["ada"].raw, school.standings()["ben"].raw) == (16, 2)
    school.hand_in("ben")
    assert school.grade() == 0
    assert school.standings()["ben"].final == 17
