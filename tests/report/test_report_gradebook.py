"""`grades.csv`: one row per student that spreadsheets and scripts read alike."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports_by_hand import ALL, EVIL, FAILING, OPEN, PERFECT, REFUSED, RUN, hostile

from grader.model import ExerciseReport, Report
from grader.report import gradebook
from grader.report.plain import one_line, whole


def rows(text):
    return list(csv.reader(io.StringIO(text)))


def test_the_gradebook_has_a_row_per_student_and_a_column_per_exercise():
    head, *table = rows(gradebook.write([PERFECT, FAILING]))
    assert head[:4] == ["student", "earned", "out_of", "ungraded"]
    assert head[4:] == [exercise.exercise for exercise in FAILING.exercises]
    by_name = {row[0]: dict(zip(head, row, strict=True)) for row in table}
    assert by_name["Ada Nguyễn"]["softmax_loss_naive"] == "6.8"
    assert by_name["Ada Nguyễn"]["earned"] == "25.8"
    assert by_name["grace"]["svm_loss_naive"] == "8"
    assert by_name["grace"]["softmax_loss_naive"] == ""


def test_an_exercise_of_which_nothing_is_graded_has_a_blank_cell():
    head, row = rows(gradebook.write([OPEN]))
    cells = dict(zip(head, row, strict=True))
    assert cells["q1"] == ""
    assert cells["svm_loss_vectorized"] == "4"
    assert (cells["earned"], cells["ungraded"]) == ("4", "6")


def test_a_refused_submission_has_a_row():
    assert rows(gradebook.write([REFUSED], ["q1"]))[1] == ["bomb", "0", "8", "0", ""]


def test_columns_can_be_given_and_rows_are_sorted():
    text = gradebook.write([PERFECT, FAILING, OPEN], ["q1", "svm_loss_naive"])
    assert rows(text)[0][4:] == ["q1", "svm_loss_naive"]
    assert [row[0] for row in rows(text)[1:]] == ["Ada Nguyễn", "alan", "grace"]
    assert "\r" not in text


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@sum", "'=1", " =1", "\t=1", "\r=1", "\uff1d1", "\n@x"])
def test_a_name_that_looks_like_a_formula_is_defused(name):
    cell = rows(gradebook.write([Report(name, "a", RUN, 1.0, 1.0, 0.0)]))[1][0]
    assert cell.startswith("'")
    assert gradebook.plain_name(cell) == one_line(name)


def test_a_negative_total_stays_a_number():
    exercise = ExerciseReport("e", "", -1.5, 2.0, 0.0, "")
    assert rows(gradebook.write([Report("s", "a", RUN, -1.5, 2.0, 0.0, (exercise,))]))[1] == [
        "s",
        "-1.5",
        "2",
        "0",
        "-1.5",
    ]


@given(st.text())
def test_every_name_comes_back(name):
    assert gradebook.plain_name(gradebook.defused(name)) == one_line(whole(name))


def test_hostile_names_break_no_row():
    table = rows(gradebook.write(ALL))
    assert len(table) == len(ALL) + 1
    assert {len(row) for row in table} == {len(table[0])}
    for row in table:
        assert all(one_line(cell) == cell for cell in row)
    gradebook.write(map(hostile, EVIL)).encode("utf-8")
