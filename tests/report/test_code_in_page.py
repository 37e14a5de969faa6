"""The student's own code in the page: the graded definition, and what raised, as it was handed in."""

from __future__ import annotations

import dataclasses

import pytest

from grader.model import ExerciseReport, GradedFinding, Report, RunBlock, SourceFile, Submission, Verdict
from grader.report import html
from grader.report.code import parts, places

CODE = """import numpy as np


@cached
def f(
    x,
):
    '''Two lines,
    of words.'''
    if x > 0:  # why

        return g(x)
# a remark that belongs to nothing

def g(x):
    return [1][x]
"""


def exercise(found_in, *raised, visible=True, verdict=Verdict.FAIL):
    findings = tuple(
        GradedFinding("y", f"case_{i}", visible, verdict, 0.0, 1.0, "IndexError", "", where)
        for i, where in enumerate(raised)
    )
    return ExerciseReport("f", "", 0.0, 1.0, 0.0, found_in, findings=findings)


def module(text=CODE, path="a.py"):
    return Submission("ada", (SourceFile(path, (text,)),))


def shown(part):
    return [str(line.text) for line in part.lines]


def test_a_definition_is_shown_from_its_first_line_to_its_last():
    (part,) = parts(exercise("a.py, line 5"), module())
    assert (part.sheet, part.first, part.last) == ("a.py", 5, 12)
    assert shown(part)[0] == '<span class="k">def</span> f('
    assert shown(part)[3:5] == [
        '    <span class="s">&#39;&#39;&#39;Two lines,</span>',
        '<span class="s">    of words.&#39;&#39;&#39;</span>',
    ]
    assert shown(part)[5].endswith('<span class="c"># why</span>')


def test_where_it_raised_is_marked_with_the_cases_though_it_stands_in_a_helper():
    first, second = parts(exercise("a.py, line 5", "a.py, line 16", "a.py, line 16", "a.py, line 12"), module())
    assert [line.mark for line in first.lines if line.mark] == ["raised here, on case_2"]
    assert (second.first, second.last) == (13, 17)
    assert {part.first + i: line.mark for part in (second,) for i, line in enumerate(part.lines) if line.mark} == {
        16: "raised here, on case_0, case_1"
    }


def test_of_hidden_cases_no_line_is_marked():
    (part,) = parts(exercise("a.py, line 5", "a.py, line 12", visible=False), module())
    assert not part.marked


@pytest.mark.parametrize(
    "found_in",
    ["", "b.py, line 5", "a.py, line 999", "a.py, line 0", "a.py, cell 3, line 1", "a.py", "a.py, line x; ; , line 1"],
)
def test_a_place_that_is_not_there_shows_nothing(found_in):
    assert parts(exercise(found_in), module()) == []


def test_lines_are_counted_as_python_counts_them():
    """Form feeds and Unicode's own line breaks end no line of Python."""
    text = "x = '\u2028\x0b'\r\ny = 1\rdef f(x):\n    return x\n"
    (part,) = parts(exercise("a.py, line 3"), module(text))
    assert shown(part) == ['<span class="k">def</span> f(x):', '    <span class="k">return</span> x']


def test_a_cell_of_a_notebook_is_counted_by_itself():
    submission = Submission("ada", (SourceFile("h.ipynb", ("import os", "def f(x):\n    return x"), notebook=True),))
    (part,) = parts(exercise("h.ipynb, cell 2, line 1"), submission)
    assert (part.sheet, part.first, part.last) == ("h.ipynb, cell 2", 1, 2)


def test_long_definitions_long_lines_and_hostile_characters_are_cut_and_tamed():
    text = "def f(x):\n    y = '\x1b[31m\u202e</code><script>'\n    z = " + "1" * 5000 + "\n" + "    x += 1\n" * 500
    (part,) = parts(exercise("a.py, line 1"), module(text))
    assert (len(part.lines), part.left_out) == (80, 423)
    assert "<script" not in shown(part)[1]
    assert "\x1b" not in shown(part)[1]
    assert "\u202e" not in shown(part)[1]
    assert len(shown(part)[2]) < 300


def test_places_are_read_from_the_words_of_a_report():
    found = places("a, b.py, line 3; h.ipynb, cell 4, line 2")
    assert [(place.file, place.cell, place.line) for place in found] == [("a, b.py", None, 3), ("h.ipynb", 4, 2)]


def test_the_page_shows_the_code_of_what_failed_and_not_of_what_is_right():
    report = Report("ada", "hw", RunBlock("process", ()), 0.0, 1.0, 0.0, (exercise("a.py, line 5", "a.py, line 12"),))
    text = html.write(report, module())
    assert "Your code: <bdi>a.py</bdi>, lines 5 to 12" in text
    assert "raised here, on case_0" in text
    right = dataclasses.replace(report, exercises=(exercise("a.py, line 5", "", verdict=Verdict.PASS),))
    assert "Your code" not in html.write(right, module())
    assert "Your code" not in html.write(report)
