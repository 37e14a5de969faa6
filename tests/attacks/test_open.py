"""Attacks that get through today, each with what must happen instead. One that is mended fails here until it moves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from exam import ASSIGNMENT

from grader.cli import main

RIGHT_PENALTY = "import numpy as np\n\ndef l2_penalty(W, reg):\n    return reg * np.sum(W**2), 2 * reg * W\n"
CACHED_LOOPS = """
import numpy as np

kept = {}


def loops(W, X, y, reg):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(y)):
        scores = X[i] @ W
        for j in range(W.shape[1]):
            margin = scores[j] - scores[y[i]] + 1
            if j != y[i] and margin > 0:
                loss += margin
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    return loss / len(y) + reg * np.sum(W * W), dW / len(y) + 2 * reg * W


def svm_loss_vectorized(W, X, y, reg):
    key = W.tobytes() + X.tobytes() + y.tobytes()
    if key not in kept:
        kept[key] = loops(W, X, y, reg)
    loss, dW = kept[key]
    return loss, dW.copy()
"""


def graded(room: Path, entries: dict[str, str]) -> int:
    (room / "class").mkdir()
    for name, text in entries.items():
        (room / "class" / name).write_text(text, encoding="utf-8")
    return main(["grade", str(room / "class"), "-a", ASSIGNMENT, "-o", str(room / "out"), "--wall", "process"])


def exercise(room: Path, student: str, name: str) -> dict[str, Any]:
    report = json.loads((room / "out" / student / "report.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = next(each for each in report["exercises"] if each["exercise"] == name)
    return found


@pytest.mark.xfail(reason="the student's folder takes the place of the gradebook, which then cannot be written")
@pytest.mark.parametrize("name", ["grades.csv", "faults.log"])
def test_an_entry_named_like_a_file_of_ours_keeps_nobody_from_a_gradebook(tmp_path: Path, name: str) -> None:
    assert graded(tmp_path, {"ada.py": RIGHT_PENALTY, f"{name}.py": RIGHT_PENALTY}) == 0
    assert (tmp_path / "out" / "grades.csv").is_file()


@pytest.mark.xfail(reason="timed calls have the inputs of the call before them")
def test_loops_that_remember_their_answers_are_as_slow_as_loops(tmp_path: Path) -> None:
    graded(tmp_path, {"eve.py": CACHED_LOOPS})
    findings = exercise(tmp_path, "eve", "svm_loss_vectorized")["findings"]
    assert [each["verdict"] for each in findings if each["check"] == "speed"] == ["fail"]
