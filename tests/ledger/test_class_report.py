"""The class report and the gradebook say the same of everybody: late days, overrides, attempts, open points."""

from __future__ import annotations

import csv
import io
import json
import shutil
import statistics
from typing import Any

import pytest
from school import HALF, MEDIAN, RIGHT, SUMMED, School

from grader.cli import main

DUE = "due = 2030-01-31T20:00:00Z"
LATE = "2030-02-01T19:00:00+00:00"


def told(school: School, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    """What `grader report --json` says."""
    capsys.readouterr()
    assert main(["report", str(school.out), "--json", *options]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def exported(school: School, capsys: pytest.CaptureFixture[str]) -> dict[str, float | None]:
    """Points by student, as `grader export` has them."""
    capsys.readouterr()
    assert main(["export", "nbgrader", str(school.out)]) == 0
    rows = csv.DictReader(io.StringIO(capsys.readouterr().out))
    return {row["student_id"]: float(row["score"]) if row["score"] else None for row in rows}


@pytest.fixture
def term(school: School) -> School:
    """Who is late, whom a person gave points, whose first attempt was the better one, who never handed in."""
    school.policy("\n[late]\npoints_per_day = 3\n", f'{DUE}\nattempts = "best"')
    for name, text in {"ada": RIGHT, "ben": SUMMED, "cleo": HALF, "dan": MEDIAN, "eve": RIGHT}.items():
        school.hand_in(name, text, received=LATE if name == "ada" else "2030-01-30T10:00:00+00:00")
    assert school.grade() == 0
    school.hand_in("eve", SUMMED, received="2030-01-31T10:00:00+00:00")
    assert school.grade() == 0
    assert school.enter("override", "ben", "all", "5") == 0
    assert school.enter("override", "cleo", "mae_loss.loss", "0") == 0
    return school


def test_the_distribution_is_the_gradebooks(term: School, capsys: pytest.CaptureFixture[str]) -> None:
    """The overrides are told before the reports have been written anew."""
    gradebook = exported(term, capsys)
    assert gradebook["ada"] == 11
    assert gradebook["ben"] == 5
    assert gradebook["eve"] == 14
    found = told(term, capsys)
    points = [each for each in gradebook.values() if each is not None]
    assert (found["basis"], found["students"], found["scores"]["graded"]) == ("gradebook", 5, 5)
    assert found["scores"]["spread"]["mean"] == pytest.approx(statistics.fmean(points), abs=1e-6)
    assert found["scores"]["spread"]["least"] == 5
    assert (found["scores"]["late"], found["scores"]["taken_off"]) == (1, 3)
    assert found["out_of"] == 14
    assert found["untold"] == []
    capsys.readouterr()
    assert main(["report", str(term.out)]) == 0
    assert "points as the gradebook has them" in capsys.readouterr().out
    page = (term.out / "class.html").read_text(encoding="utf-8")
    assert "as the gradebook has them" in page
    assert "Lateness took 3 points from 1 student." in page


def test_without_a_ledger_points_are_the_reports_and_the_page_says_so(
    term: School, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = term.root / "term.sqlite"
    term.ledger.rename(elsewhere)
    plain = told(term, capsys)
    earned = [report["earned"] for report in term.judgements().values()]
    assert plain["basis"] == "reports"
    assert plain["scores"]["spread"]["mean"] == pytest.approx(statistics.fmean(earned), abs=1e-6)
    assert plain["scores"]["late"] == 0
    named = told(term, capsys, "--ledger", str(elsewhere))
    assert named["basis"] == "gradebook"
    assert named["scores"]["spread"]["least"] == 5
    assert named["exercises"] == plain["exercises"]
    assert main(["report", str(term.out)]) == 0
    assert "before penalties" in capsys.readouterr().out
    assert ">Of the 5 students who are graded, before penalties." in (term.out / "class.html").read_text()


def test_who_is_open_in_the_gradebook_is_open_in_the_report(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    """One question of two is marked for most; one got points for no hand-in; one's report is gone, and said to be."""
    school.policy('\n[written.why]\ntitle = "Why?"\npoints = 2\n')
    for name in ("ada", "ben", "cleo", "dan"):
        school.hand_in(name)
    marks = school.root / "marks.csv"
    marks.write_text("student,question,points\nada,why,2\nben,why,1\ncleo,why,0\nzed,why,2\n", encoding="utf-8")
    assert school.grade("--marks", str(marks)) == 0
    shutil.rmtree(school.out / "cleo")
    gradebook = exported(school, capsys)
    found = told(school, capsys, "--names")
    assert gradebook == {"ada": 16, "ben": 15, "cleo": 14, "dan": None, "zed": 2}
    assert (found["students"], found["scores"]["graded"], found["scores"]["open"]) == (5, 4, 1)
    assert found["scores"]["spread"]["mean"] == pytest.approx((16 + 15 + 14 + 2) / 4)
    assert [each["who"] for each in found["open"]] == [["dan"]]
    assert {each["why"].split(":")[0].split(";")[0]: each["who"] for each in found["untold"]} == {
        "Only the ledger knows them": ["cleo"],
        "Nothing was handed in": ["zed"],
    }
    assert found["exercises"][0]["students"] == 2
    assert school.regrade() == 0
    assert [each["who"] for each in told(school, capsys, "--names")["untold"]] == [["zed"]]


def test_while_most_wait_for_a_mark_the_reports_points_are_told(
    school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    school.policy('\n[written.why]\ntitle = "Why?"\npoints = 2\n')
    school.hand_in("ada")
    school.hand_in("ben", HALF)
    assert school.grade() == 0
    found = told(school, capsys)
    assert (found["basis"], found["waiting"], found["out_of"]) == ("reports", ["why"], 14)
    assert found["scores"]["graded"] == 2


def test_points_are_compared_with_an_earlier_runs_gradebook(term: School, capsys: pytest.CaptureFixture[str]) -> None:
    """Where one of the two has no ledger, both are compared before penalties."""
    before = term.root / "before"
    shutil.copytree(term.out, before)
    assert term.enter("override", "ada", "all", "10") == 0
    now = told(term, capsys, "--names", "--compare", str(before))["comparison"]
    assert now["basis"] == "gradebook"
    assert {each["student"]: (each["before"], each["after"]) for each in now["students"]}["ada"] == (11, 7)
    (before / "ledger.sqlite").unlink()
    plain = told(term, capsys, "--names", "--compare", str(before))["comparison"]
    assert plain["basis"] == "reports"
    assert {each["change"] for each in plain["students"]} == {"same"}


def test_pseudonyms_have_the_points_of_their_students(term: School, capsys: pytest.CaptureFixture[str]) -> None:
    assert term.grade("--anonymous") == 0
    found = told(term, capsys, "--names")
    assert found["untold"] == []
    assert found["scores"]["graded"] == 5
    assert found["scores"]["spread"]["least"] == 5
    assert not {"ada", "ben", "cleo", "dan", "eve"} & set(json.dumps(found).split('"'))


def test_an_unreadable_report_has_its_points_from_the_ledger(term: School, capsys: pytest.CaptureFixture[str]) -> None:
    (term.out / "dan" / "report.json").write_text("{", encoding="utf-8")
    found = told(term, capsys, "--names")
    assert (found["students"], found["scores"]["graded"]) == (5, 5)
    assert [each["who"] for each in found["untold"]] == [["dan"]]
    assert found["exercises"][0]["students"] == 4
