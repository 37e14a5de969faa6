"""From a platform's download to the platform's own format, through the command line alone."""

from __future__ import annotations

import csv
import io
import json

import pytest
from term import WRONG

EXPORT = """---
submission_1:
  :submitters:
  - :name: Jane Doe
    :sid: '111'
    :email: jane@example.org
  - :name: Bob Roe
    :sid: '222'
    :email: bob@example.org
  :created_at: 2026-09-01 21:30:10.537213000 Z
submission_2:
  :submitters:
  - :name: 李雷
    :sid: '333'
    :email: li@example.org
  :created_at: 2026-09-02 08:00:00.000000000 Z
"""


def test_gradescope_in_canvas_out(term, capsysbinary):
    """A group's points reach both rows; times are kept; who is in Canvas alone is told."""
    members = {"submission_metadata.yml": EXPORT, "submission_1/a.py": term.right, "submission_2/b.py": WRONG}
    assert term.grade(term.zipped({f"assignment_1_export/{name}": text for name, text in members.items()})) == 0
    assert b"layout: a Gradescope export (gradescope), 3 hand-ins" in capsysbinary.readouterr().out
    assert term.earned() == {"111": "10", "222": "10", "333": "0"}
    text = (
        "Student,ID,SIS User ID,SIS Login ID,Section,intro (9)\n"
        '"Doe, Jane",1,111,x,S,\n"Roe, Bob",2,,bob@example.org,S,\n李雷,3,,li,S,5\n"Else, E",4,,e,S,4\n'
    )
    mine = term.file("gradebook.csv", text)
    assert term.export("canvas", "--into", str(mine), "-o", str(mine)) == 0
    assert [row[-1] for row in csv.reader(io.StringIO(mine.read_text(encoding="utf-8")))][1:] == ["10", "10", "0", "4"]
    assert "nothing here for these rows, left as they were: Else, E" in capsysbinary.readouterr().err.decode()
    assert term.export("jsonl") == 0
    lines = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [(line["name"], line["received"], line["final"]) for line in lines] == [
        ("Jane Doe", "2026-09-01T21:30:10+00:00", 10),
        ("Bob Roe", "2026-09-01T21:30:10+00:00", 10),
        ("李雷", "2026-09-02T08:00:00+00:00", 0),
    ]


def test_nbgrader_in_nbgrader_out(term, capsysbinary):
    """The assignment that is graded is the one that is read."""
    members = {
        "submitted/ann/intro/a.py": term.right,
        "submitted/ann/intro/timestamp.txt": "2026-02-02 15:58:23 UTC",
        "submitted/ben/other/a.py": term.right,
        "submitted/cy/intro/a.py": WRONG,
    }
    assert term.grade(term.unzipped(members)) == 0
    capsysbinary.readouterr()
    assert term.export("nbgrader") == 0
    rows = list(csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode())))
    assert [(row["student_id"], row["timestamp"], row["score"], row["max_score"]) for row in rows] == [
        ("ann", "2026-02-02T15:58:23+00:00", "10", "10"),
        ("cy", "", "0", "10"),
    ]


def test_a_second_download_adds_to_the_first(term):
    """Late hand-ins come in a download of their own; who is known stays known."""
    assert term.grade(term.zipped({"doejane_1_1_a.py": term.right})) == 0
    assert term.grade(term.zipped({"roebob_LATE_2_2_a.py": WRONG}, "late.zip")) == 0
    people = term.people()
    assert {key: (row["name"], row["late"]) for key, row in people.items()} == {
        "1": ("doejane", ""),
        "2": ("roebob", "yes"),
    }
    assert term.report("2")["notes"] == ["Canvas marks it as late."]


def test_students_csv_is_a_roster(term, capsys):
    """What one run found out serves the next, though the names on disk are others."""
    roster = term.file("roster.csv", "student,name,canvas_id\njd,Jane Doe,1\nbr,Bob Roe,2\n")
    assert term.grade(term.zipped({"x_1_1_a.py": term.right}), "--roster", str(roster)) == 0
    assert "nothing handed in: br (Bob Roe)" in capsys.readouterr().out
    again = term.zipped({"y_1_9_a.py": term.right, "z_2_9_a.py": term.right}, "again.zip")
    assert term.grade(again, "--roster", str(term.out / "students.csv")) == 0
    assert term.earned() == {"br": "10", "jd": "10"}


def test_whoever_handed_in_before_is_not_missing(term, capsys):
    """Of a second download, those are told who have nothing yet; the first one's times stay."""
    roster = term.file("roster.csv", "student,canvas_id\na,1\nb,2\nc,3\n")
    times = term.file("times.csv", "canvas_id;received\n1;2026-05-01T10:00:00+02:00\n9;2026-05-01T10:00\n")
    first = term.zipped({"x_1_1_a.py": term.right})
    assert term.grade(first, "--roster", str(roster), "--times", str(times)) == 0
    assert "nothing handed in: b, c\n" in capsys.readouterr().out
    assert term.grade(term.zipped({"x_LATE_2_1_a.py": WRONG}, "late.zip"), "--roster", str(roster)) == 0
    assert "nothing handed in: c\n" in capsys.readouterr().out
    assert {key: (row["received"], row["late"]) for key, row in term.people().items()} == {
        "a": ("2026-05-01T10:00:00+02:00", ""),
        "b": ("", "yes"),
        "c": ("", ""),
    }


def test_a_time_that_is_none_is_told_with_its_line(term, capsys):
    """Before anything is graded."""
    times = term.file("times.csv", "student,received\na,yesterday\n")
    assert term.grade(term.unzipped({"a.py": term.right}), "--times", str(times)) == 2
    assert "times.csv:2: 'yesterday' is no time" in capsys.readouterr().err
    assert term.grade(term.root / "submissions", "--times", str(term.file("t.csv", "student\na\n"))) == 2
    assert "t.csv:1: the column `received` is missing" in capsys.readouterr().err


def test_json_lines_of_grading_hold_nothing_else(term, capsys):
    """What is told to people goes elsewhere."""
    assert term.grade(term.zipped({"x_1_1_a.py": term.right}), "--json") == 0
    told = capsys.readouterr()
    assert [json.loads(line)["student"] for line in told.out.splitlines()] == ["1"]
    assert "layout: Canvas submissions (canvas), 1 hand-in\n" in told.err


@pytest.mark.parametrize("name", ["canvas", "moodle", "gradescope", "nbgrader", "classroom"])
def test_a_layout_that_does_not_fit_is_a_sentence_or_a_class(term, capsys, name):
    """Named by mistake: what lies there is graded by the plain rules, or one sentence says why not."""
    code = term.grade(term.unzipped({"ada.py": term.right, "bob.py": WRONG}), "--layout", name)
    told = capsys.readouterr()
    if code == 0:
        assert term.earned() == {"ada": "10", "bob": "0"}
        assert "not of this layout, taken for hand-ins all the same: ada.py, bob.py" in told.out
    else:
        assert code == 2
        assert told.err.startswith("grader: ")
        assert told.err.count("\n") == 1
