"""An exception is explained by a known mistake that raises the same, not by one that raises something of its kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.cli import main

PROBES = """
def affine(student, x, w, b):
    return {"out": student.affine(x, w, b)}


def pair(student, x):
    total, again, mean = student.pair(x)
    return {"total": total, "again": again, "mean": mean}
"""
REFERENCE = """
import numpy as np

from grader.authoring import Case, Close, Mistake, exercise


# solution: begin
def affine(x, w, b):
    \"\"\"x (N, D) times w (D, M), plus b (M,).\"\"\"
    return x @ w + b


def pair(x):
    \"\"\"The sum twice, and the mean.\"\"\"
    return x.sum(), x.sum(), x.mean()


# solution: end
def draw(rng, N, D, M):
    return {"x": rng.standard_normal((N, D)), "w": rng.standard_normal((D, M)), "b": rng.standard_normal(M)}


def few(rng):
    return draw(rng, 5, 4, 3)


def more(rng):
    return draw(rng, 7, 3, 6)


def numbers(rng):
    return {"x": rng.standard_normal(5)}


EXERCISES = [
    exercise(
        "affine",
        uses=["affine"],
        cases=[Case(few, visible=True), Case(more)],
        checks=[Close("out")],
        mistakes=[Mistake("turned", "w is transposed", "x @ w", "x @ w.T")],
    ),
    exercise("pair", uses=["pair"], cases=[Case(numbers)], checks=[Close(name) for name in ("total", "again", "mean")]),
]
"""
RUBRIC = """
[assignment]
title = "Raised"

[affine]
points = { out = 2 }

[pair]
points = { total = 1, again = 1, mean = 1 }
"""
PAIR = "def pair(x):\n    return x.sum(), x.sum(), x.mean() + 1\n"
HANDED_IN = {
    "turned": "def affine(x, w, b):\n    return x.dot(w.transpose()) + b\n" + PAIR,
    "turned_at": "import numpy as np\ndef affine(x, w, b):\n    return b + np.matmul(x, w.T)\n" + PAIR,
    "other": "def affine(x, w, b):\n    raise ValueError('x must be one picture')\n" + PAIR,
    "unfinished": "def affine(x, w, b):\n    rows, columns, depth = x.shape\n    return x @ w + b\n" + PAIR,
}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports of all of them."""
    root = tmp_path_factory.mktemp("raised")
    course, folder = root / "course", root / "class"
    files = {"assignments/a/probes.py": PROBES, "reference/a/layers.py": REFERENCE, "rubrics/a.toml": RUBRIC}
    files |= {".grader-secret": "public\n"}
    for name, text in files.items():
        (course / name).parent.mkdir(parents=True, exist_ok=True)
        (course / name).write_text(text, encoding="utf-8")
    folder.mkdir()
    for student, text in HANDED_IN.items():
        (folder / f"{student}.py").write_text(text, encoding="utf-8")
    graded = root / "graded"
    assert main(["grade", str(folder), "-o", str(graded), "--course", str(course), "--wall", "process"]) == 0
    return graded


def mistakes(out: Path, student: str, exercise: str) -> list[str]:
    """The names given in one exercise."""
    report = json.loads((out / student / "report.json").read_text(encoding="utf-8"))
    (said,) = (each for each in report["exercises"] if each["exercise"] == exercise)
    assert said["earned"] < said["out_of"]
    return [each["name"] for each in said["mistakes"]]


@pytest.mark.parametrize("student", ["turned", "turned_at"])
def test_the_same_exception_is_the_same_mistake(out: Path, student: str) -> None:
    assert mistakes(out, student, "affine") == ["turned"]


@pytest.mark.parametrize("student", ["other", "unfinished"])
def test_another_exception_of_the_same_type_is_not(out: Path, student: str) -> None:
    assert mistakes(out, student, "affine") == []


def test_outputs_that_are_equal_are_not_swapped(out: Path) -> None:
    """`total` and `again` hold the same number by right: that says nothing of their order."""
    assert all("wrong order" not in name for name in mistakes(out, "turned", "pair"))
    report = (out / "turned" / "report.json").read_text(encoding="utf-8")
    assert "wrong order" not in report
