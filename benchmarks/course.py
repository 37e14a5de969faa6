"""The smallest course there is: one exercise with one case, so that what is measured is the way there and back."""

from __future__ import annotations

from pathlib import Path

from grader.catalog import Course, find_course

PROBES = """
def softmax_loss(student, W, X, y):
    loss, dW = student.softmax_loss(W, X, y)
    return {"loss": loss, "dW": dW}
"""

SOLUTION = '''
import numpy as np


def softmax_loss(W, X, y):
    """Mean cross-entropy of the scores X @ W, and its gradient: W (D, C), X (N, D), y (N,) labels."""
    scores = X @ W
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores)
    p /= p.sum(axis=1, keepdims=True)
    rows = np.arange(len(y))
    loss = -np.mean(np.log(p[rows, y]))
    p[rows, y] -= 1
    return loss, X.T @ p / len(y)
'''

_REFERENCE = f'''"""Softmax on a 64 by 64 matrix."""

from grader.authoring import Case, Close, exercise

# solution: begin
{SOLUTION}
# solution: end


def square(rng):
    return {{"W": rng.normal(size=(64, 64)), "X": rng.normal(size=(64, 64)), "y": rng.integers(64, size=64)}}


EXERCISE = exercise(
    "softmax_loss", uses=["softmax_loss"], cases=[Case(square)], checks=[Close("loss"), Close("dW")], mistakes=[]
)
'''

_RUBRIC = """
[assignment]
title = "Speed"

[softmax_loss]
points = { loss = 1, dW = 1 }
"""


def write(folder: Path) -> Course:
    """The course, written into an empty folder."""
    files = {
        "assignments/speed/probes.py": PROBES,
        "reference/speed/softmax.py": _REFERENCE,
        "rubrics/speed.toml": _RUBRIC,
        ".grader-secret": "public\n",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return find_course(folder)
