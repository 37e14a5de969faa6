"""Example lines of frequent mistakes: the typical line, without comments, names or harm."""

from __future__ import annotations

import json

import pytest
from simulated import exercise, finding, graded_into, report, told

from grader.cli import main
from grader.model import SourceFile, Submission, Verdict
from grader.overview.masking import masked
from grader.overview.source import body

RIGHT = '''import numpy as np

# {student} wrote this
def loss(
    x, y,  # predictions
):
    """Of {student}: the mean.

    return 0
    """
    difference = x - y
    value = np.mean(difference**2)  # by {student}
    return value


def other():
    return "summed"
'''
WRONG = RIGHT.replace("value = np.mean(difference**2)", "value = np.sum( difference**2 )")


@pytest.fixture
def folders(tmp_path):
    """Five who are right, four who sum; one of these as a notebook, one with blanks of his own."""
    texts = {f"right{i}": RIGHT for i in range(5)} | {f"Wrongdoer{i}": WRONG for i in range(4)}
    texts["Wrongdoer1"] = WRONG.replace("( difference**2 )", "(difference ** 2)")
    reports = []
    for student, text in texts.items():
        place = tmp_path / "class" / student
        place.mkdir(parents=True)
        source = text.format(student=student)
        found_in = "hw.py, line 4"
        if student == "Wrongdoer2":
            cells = [{"cell_type": "code", "source": each, "metadata": {}, "outputs": [], "execution_count": None}
                     for each in ("x = 1", source)]  # fmt: skip
            notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
            (place / "hw.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
            found_in = "hw.ipynb, cell 2, line 4"
        else:
            (place / "hw.py").write_text(source, encoding="utf-8")
        wrong = student.startswith("Wrong")
        part = exercise("loss", finding("loss", Verdict.FAIL if wrong else Verdict.PASS),
                        mistakes=["summed"] * wrong, found_in=found_in)  # fmt: skip
        reports.append(report(student, part, seal=student))
    return graded_into(tmp_path / "out", reports), tmp_path / "class"


def test_the_line_is_marked_that_those_who_made_the_mistake_share_and_right_ones_lack(folders, capsys):
    out, submissions = folders
    (mistake,) = told(capsys, out, "--submissions", submissions)["mistakes"]
    example = mistake["example"]
    marked = example["lines"][example["marked"]]
    assert "".join(marked["text"].split()) == "value=np.sum(difference**2)"
    assert marked["number"] == 12
    assert (example["having"], example["looked_at"]) == (4, 4)
    assert [line["number"] for line in example["lines"]] == [11, 12, 13], "no heading, docstring or comment"


def test_comments_and_names_do_not_tell_whose_it_is(folders, capsys):
    out, submissions = folders
    assert main(["report", str(out), "--submissions", str(submissions)]) == 0
    page = (out / "class.html").read_text(encoding="utf-8")
    assert "Wrongdoer" not in page
    assert "difference" in page
    assert "Wrongdoer" not in json.dumps(told(capsys, out, "--submissions", submissions))


def test_without_the_hand_ins_there_are_no_examples_and_no_accident(folders, capsys, tmp_path):
    out, _ = folders
    (tmp_path / "empty").mkdir()
    for options in ((), ("--submissions", tmp_path / "empty")):
        (mistake,) = told(capsys, out, *options)["mistakes"]
        assert mistake["example"] is None


NOWHERE = ("", "hw.py", "hw.py, line 0", "hw.py, line 99999", "no.py, line 1", "hw.py, cell 9, line 1", "; ;")


@pytest.mark.parametrize("places", [*NOWHERE, "hw.py, cell 0, line 1", "hw.py, line " + "9" * 99])
def test_a_place_that_is_none_has_no_lines(places):
    assert body(Submission("s", (SourceFile("hw.py", ("def f():\n    return 1\n",)),)), places) == ()


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n" + "    x = '''\n" * 300,
        "def f():\n" + "    (" * 60 + "\n" + "\n".join("[" * 290 for _ in range(150)),
        "def f():\n" + "\n".join("    '" + '\\"' * 140 for _ in range(190)),
        "def f():\n\tx = 1\n        y = 2\n  z = 3\n",
        "def f():\n    x = '\ud800\x00\x1b[2J'\n    \x0c\x0b\u2028y = 1\n",
        "def f(): return 1",
        "def f():" + " " * 290 + "\\\n" * 199,
        "x" * 10**6,
        "",
    ],
)
def test_hostile_text_has_lines_or_none_but_makes_no_trouble(text):
    found = body(Submission("s", (SourceFile("hw.py", (text,)),)), "hw.py, line 1")
    assert all(len(line.text) <= 200 for line in found)


def test_names_are_taken_out_of_sentences_whole_and_in_parts_but_not_out_of_words():
    assert masked("ada_lovelace.py of Ada: LOVELACE", "Ada Lovelace") == "…_….py of …: …"
    assert masked("the matrix is max, and Maxine", "Max Li") == "the matrix is …, and Maxine"
    assert masked("hw_of_王小明.py", "王小明") == "hw_of_….py"
    assert masked("nothing", "") == "nothing"
