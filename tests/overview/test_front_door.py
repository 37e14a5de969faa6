"""A class made of the reference and its known mistakes, graded and reported on as an instructor does it."""

from __future__ import annotations

import csv
import statistics

import pytest
from simulated import told

from grader.catalog import Course
from grader.cli import main
from grader.samples import Solution, solution_text


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Six who are right, and each known mistake by one student more than the one before; two who cannot be read."""
    root = tmp_path_factory.mktemp("term")
    assert main(["new", "intro", "--course", str(root / "course")]) == 0
    assignment = Course(root / "course").assignment("intro")
    (exercise,) = assignment.exercises.values()
    module = next(iter(assignment.modules.values())).path.stem
    made = {f"right{i}": solution_text(assignment, Solution(module)) for i in range(6)}
    handed_in = {}
    for number, mistake in enumerate(exercise.mistakes, 1):
        handed_in[mistake.id] = number
        for i in range(number):
            wrong = Solution(module, (f"{exercise.name}.{mistake.id}",))
            made[f"{mistake.id}{i}"] = solution_text(assignment, wrong)
    for student, text in {**made, "empty": "", "rubbish": "\0\0"}.items():
        (root / "class" / student).mkdir(parents=True)
        (root / "class" / student / "hw.py").write_text("import numpy as np\n\n" + text * bool(text), encoding="utf-8")
    (root / "class" / "empty" / "hw.py").write_text("", encoding="utf-8")
    options = ("-o", str(root / "out"), "--course", str(root / "course"), "--wall", "process", "--quiet")
    assert main(["grade", str(root / "class"), *options]) == 0
    return root, handed_in


def test_each_mistake_is_told_as_often_as_it_was_made_with_the_line_that_makes_it(graded, capsys):
    root, handed_in = graded
    found = told(capsys, root / "out", "--submissions", root / "class", "--names")
    assert {each["mistake"]: each["students"] for each in found["mistakes"]} == handed_in
    for each in found["mistakes"]:
        example = each["example"]
        assert example["student"].startswith(each["mistake"])
        assert (example["having"], example["looked_at"]) == (each["students"], each["students"])
        right = (root / "class" / "right0" / "hw.py").read_text(encoding="utf-8")
        assert example["lines"][example["marked"]]["text"].strip() not in right.split("\n    ")


def test_points_are_those_of_the_gradebook(graded, capsys):
    root, _ = graded
    with (root / "out" / "grades.csv").open(encoding="utf-8", newline="") as file:
        points = [float(row["earned"]) for row in csv.DictReader(file)]
    found = told(capsys, root / "out")
    assert found["scores"]["graded"] == len(points)
    assert found["scores"]["refused"] == 2
    assert found["scores"]["spread"]["mean"] == pytest.approx(statistics.fmean(points), abs=1e-6)
    assert found["scores"]["spread"]["median"] == pytest.approx(statistics.median(points), abs=1e-6)
    assert sum(each["students"] for each in found["refused"]) == 2
    assert found["open"] == []


def test_a_run_that_is_graded_again_is_compared_as_the_same(graded, capsys):
    root, _ = graded
    found = told(capsys, root / "out", "--compare", root / "out")["comparison"]
    assert {each["change"] for each in found["students"]} == {"same"}
    assert {each["change"] for each in found["checks"]} == {"same"}
