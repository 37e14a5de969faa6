"""Formats of a class that other programs read: nbgrader's table, JUnit, JSON Lines, LTI, GitHub."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from term import WRONG, Term

from grader.cli import main
from grader.identity import Identity
from grader.model import ExerciseReport, GradedFinding, NamedMistake, Report, RunBlock, Standing, Verdict
from grader.report import github, jsonl, junit, lti, nbgrader

HOSTILE = "a\x00b\x1b[31m]]>&\"'<b>\ud800\u202e\n::error::x"


def finding(verdict: Verdict = Verdict.FAIL, message: str = HOSTILE, *, visible: bool = True) -> GradedFinding:
    earned = 1.0 if verdict is Verdict.PASS else 0.0
    return GradedFinding("loss", "tiny", visible, verdict, earned, 1.0, message, "look there")


def exercise(*findings: GradedFinding, name: str = "mse", ungraded: float = 0.0) -> ExerciseReport:
    earned = sum(each.earned for each in findings)
    out_of = sum(each.out_of for each in findings)
    mistakes = (NamedMistake("summed", HOSTILE),) if earned < out_of else ()
    return ExerciseReport(name, "", earned, out_of, ungraded, "my,file.py, line 12", mistakes, findings)


def report(*exercises: ExerciseReport, refusal: str = "") -> Report:
    run = RunBlock("memory", ("x",), started="2026-05-01T10:00:00+00:00", seconds=1.25)
    sums = (sum(getattr(each, part) for each in exercises) for part in ("earned", "out_of", "ungraded"))
    return Report("ada", "intro", run, *sums, exercises, refusal=refusal)


def standing(made: Report | None, **changes: object) -> Standing:
    raw = None if made is None or made.ungraded else made.earned
    return replace(Standing("ada", "intro", 3.0, raw, report=made), **changes)  # type: ignore[arg-type]


WRONGS = report(exercise(finding(), finding(Verdict.PASS, ""), finding(Verdict.SKIP, "not reached")))
OPEN = report(exercise(finding(Verdict.UNGRADED, "the grader failed"), ungraded=1.0))


# ---------------------------------------------------------------- nbgrader


def test_nbgraders_table_has_its_columns_and_is_quoted():
    """Names with commas, formulas and open points; the columns are nbgrader's own, in its order."""
    people = {"ada": Identity("ada", "Lovelace, =Ada", {"email": "@ada"})}
    late = standing(WRONGS, penalty=0.5, received="2026-05-01T10:00:00+00:00")
    text = nbgrader.write([late, standing(OPEN), standing(None)], people, due="2026-05-01")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == [
        "assignment",
        "duedate",
        "timestamp",
        "student_id",
        "last_name",
        "first_name",
        "email",
        "raw_score",
        "late_submission_penalty",
        "score",
        "max_score",
    ]
    assert list(rows[0].values()) == [
        *("intro", "2026-05-01", "2026-05-01T10:00:00+00:00", "ada", "Lovelace", "'=Ada", "'@ada"),
        *("1", "0.5", "0.5", "3"),
    ]
    assert [(row["raw_score"], row["score"]) for row in rows[1:]] == [("", ""), ("", "")]


# ---------------------------------------------------------------- JUnit


def check_suites(text: str) -> ET.Element:
    """The structure of xunit2: names, attributes and order of elements, and counts that fit."""
    top = ET.fromstring(text.encode())
    assert top.tag == "testsuites"
    for suite in top:
        assert suite.tag == "testsuite"
        wanted = {"name", "errors", "failures", "skipped", "tests", "time", "hostname"}
        assert wanted <= set(suite.attrib) <= wanted | {"timestamp"}
        assert [part.tag for part in suite] == ["properties", *["testcase"] * (len(suite) - 1)]
        cases = suite.findall("testcase")
        tags = [part.tag for case in cases for part in case]
        assert set(tags) <= {"properties", "failure", "error", "skipped", "system-out"}
        assert int(suite.attrib["tests"]) == len(cases)
        for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.attrib[attribute]) == tags.count(tag)
        for case in cases:
            assert set(case.attrib) == {"classname", "name", "time"}
            assert sum(part.tag in {"failure", "error", "skipped"} for part in case) <= 1
            assert re.fullmatch(r"\d+\.\d{3}", case.attrib["time"])
    return top


def test_junit_says_what_failed_what_broke_and_what_was_not_counted():
    """One case per finding; what XML cannot hold is gone."""
    printed = report(replace(WRONGS.exercises[0], printed="hello\x07"))
    top = check_suites(junit.write([standing(printed), standing(OPEN), standing(None)], {}))
    first = top[0].findall("testcase")
    assert [case.attrib["name"] for case in first] == ["loss[tiny]"] * 3
    assert first[0].find("failure").attrib["message"].startswith("ab[31m]]>&\"'<b>\\ud800")
    assert first[1].find("failure") is None
    assert first[2].find("skipped").attrib["message"] == "not reached"
    assert first[2].find("system-out").text == "hello"
    assert top[1].find("testcase/error").attrib["message"] == "the grader failed"
    assert top[2].find("testcase/skipped").attrib["message"] == "nothing was handed in"


@given(st.text())
def test_junit_is_xml_whatever_anybody_wrote(text):
    """It parses, and names stay what can be shown of them."""
    made = report(exercise(finding(message=text), name=text or "x"), refusal="")
    check_suites(junit.write([replace(standing(made), student=text)], {text: Identity(text, text)}))


# ---------------------------------------------------------------- JSON Lines and LTI


def test_json_lines_hold_the_whole_report():
    """One standing a line, in ASCII; open points are null."""
    text = jsonl.write(
        [standing(WRONGS, penalty=0.25), standing(OPEN)], {"ada": Identity("ada", "李雷", {"email": "x"})}
    )
    first, second = map(json.loads, text.splitlines())
    assert text.isascii()
    assert (first["final"], first["raw"], first["out_of"], first["name"]) == (0.75, 1, 3, "李雷")
    assert first["report"]["exercises"][0]["findings"][1]["verdict"] == "pass"
    assert second["final"] is None


def test_lti_scores_are_complete_and_no_zero_is_made_up():
    """The members that the standard demands; without a score while points are open."""
    people = {"ada": Identity("ada", "", {"canvas_id": "77"})}
    text = lti.write([standing(WRONGS), standing(OPEN), standing(None)], people)
    whole, still_open = map(json.loads, text.splitlines())
    assert {key: whole[key] for key in whole.keys() - {"comment"}} == {
        "userId": "77",
        "timestamp": "2026-05-01T10:00:00.000+00:00",
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "scoreGiven": 1,
        "scoreMaximum": 3,
    }
    assert "\x1b" not in whole["comment"]
    assert still_open["gradingProgress"] == "PendingManual"
    assert "scoreGiven" not in still_open


# ---------------------------------------------------------------- GitHub


COMMAND = re.compile(r"::error (?:file=[^,:]*,line=\d+,)?title=[^,:\n]*::[^\r\n]*")


@given(st.text(), st.text())
def test_annotations_are_one_command_each(name, message):
    """Nothing that a submission says begins a command, or a property, of its own."""
    made = report(replace(exercise(finding(message=message), name=name), found_in=f"{name}, line 3", mistakes=()))
    (line,) = github.annotated(made)
    assert COMMAND.fullmatch(line)


def test_ten_annotations_are_shown_and_the_rest_is_counted():
    """GitHub shows ten of a kind per step."""
    many = report(*(exercise(finding(), name=f"e{number}") for number in range(14)))
    lines = github.annotated(many)
    assert len(lines) == 10
    assert lines[0].startswith("::error file=my%2Cfile.py,line=12,title=e0 (0 of 1 point") or "file=" not in lines[0]
    assert lines[-1].endswith("::5 more exercises have failures: see the summary")


def test_the_summary_fits_and_is_no_markup():
    """At most a mebibyte; neither HTML nor a table of the student's."""
    hostile = exercise(finding(message="<img src=x>| ![a](http://x) `" + "|" * 900), name="<b>|x")
    text = github.summary(report(*[hostile] * 900))
    assert len(text.encode()) <= 1024 * 1024
    assert text.endswith("(The rest is left out.)\n")
    assert "<img" not in text
    assert not re.search(r"(?<!\\)!\[", text)
    small = github.summary(WRONGS)
    assert "| ◐ | mse | 1 / 3 |" in small


def test_classroom_reads_the_result():
    """Base64 of JSON on one line, scores that add up, and `error` where grading broke."""
    made = json.loads(base64.b64decode(github.result(WRONGS), validate=True))
    assert (made["version"], made["status"], made["max_score"]) == (1, "fail", 3)
    assert sum(test["score"] for test in made["tests"]) == 1
    assert set(made["tests"][0]) == {
        "name",
        "status",
        "score",
        "message",
        "test_code",
        "filename",
        "line_no",
        "duration",
    }
    assert json.loads(base64.b64decode(github.result(OPEN)))["status"] == "error"


# ---------------------------------------------------------------- through the command line


@pytest.fixture(scope="module")
def graded(tmp_path_factory, course, right):
    term = Term(tmp_path_factory.mktemp("exports"), course, right)
    roster = term.file("roster.csv", "student,name\nada,Ada L\nbob,Bob B\ncy,Cy C\n")
    assert term.grade(term.unzipped({"ada.py": right, "bob.py": WRONG}), "--roster", str(roster)) == 0
    return term


def test_every_format_of_a_class_counts_the_same(graded, capsysbinary):
    """Ten, none, and nothing handed in."""
    said = {}
    for form in ("nbgrader", "junit", "jsonl", "lti"):
        assert graded.export(form) == 0
        said[form] = capsysbinary.readouterr().out.decode()
    rows = list(csv.DictReader(io.StringIO(said["nbgrader"])))
    assert [(row["student_id"], row["last_name"], row["score"]) for row in rows] == [
        ("ada", "L", "10"),
        ("bob", "B", "0"),
        ("cy", "C", ""),
    ]
    suites = check_suites(said["junit"])
    assert [suite.attrib["name"] for suite in suites] == ["intro.ada", "intro.bob", "intro.cy"]
    assert [json.loads(line)["final"] for line in said["jsonl"].splitlines()] == [10, 0, None]
    assert [json.loads(line)["scoreGiven"] for line in said["lti"].splitlines()] == [10, 0]


def test_formats_of_one_student_ask_whose(graded, capsysbinary):
    """And write that one's."""
    assert graded.export("github") == 2
    assert b"say whose with --student; there are ada, bob" in capsysbinary.readouterr().err
    assert graded.export("github", "--student", "cy") == 2
    capsysbinary.readouterr()
    for form, found in (
        ("github", b"::error file=bob.py,line=1,title=mse_loss"),
        ("github-summary", b"| mse\\_loss |"),
    ):
        assert graded.export(form, "--student", "bob") == 0
        assert found in capsysbinary.readouterr().out
    assert graded.export("github-result", "--student", "bob", "-o", str(graded.root / "r")) == 0
    assert json.loads(base64.b64decode((graded.root / "r").read_bytes()))["max_score"] == 10


def test_students_see_their_checks_in_actions(tmp_path, course, monkeypatch, capsys):
    """Visible cases alone: the kit has no other. Annotations, a summary, and a result for the next step."""
    kit = tmp_path / "kit"
    assert main(["release", "intro", str(kit), "--course", str(course)]) == 0
    (kit / "mine.py").write_text(WRONG)
    for variable in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    capsys.readouterr()
    assert main(["check", str(kit / "mine.py"), "--github"]) == 0
    assert capsys.readouterr().out.startswith("::error file=mine.py,line=1,title=mse_loss (0 of ")
    assert (tmp_path / "GITHUB_STEP_SUMMARY").read_text(encoding="utf-8").startswith("## intro: 0 of ")
    name, _, encoded = (tmp_path / "GITHUB_OUTPUT").read_text().strip().partition("=")
    assert name == "result"
    assert json.loads(base64.b64decode(encoded))["status"] == "fail"
