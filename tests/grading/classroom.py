"""A class of hand-ins, graded through the command line as an instructor would."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.cli import main

ASSIGNMENT = "linear_classifiers"

RIGHT_SVM = """
import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    n = len(y)
    scores = X @ W
    margins = np.maximum(0, scores - scores[np.arange(n), y][:, None] + 1)
    margins[np.arange(n), y] = 0
    mask = (margins > 0) * 1.0
    mask[np.arange(n), y] = -mask.sum(axis=1)
    return margins.sum() / n + reg * np.sum(W * W), X.T @ mask / n + 2 * reg * W
"""


@dataclass
class Classroom:
    """Entries on one side, what the grader made of them on the other."""

    root: Path

    @property
    def entries(self) -> Path:
        return self.root / "class"

    @property
    def out(self) -> Path:
        return self.root / "out"

    def hand_in(self, name: str, content: str | bytes = RIGHT_SVM) -> Path:
        """One file, under the student's name or below a folder of it."""
        path = self.entries / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def grade(self, *options: str, wall: str = "process") -> int:
        """The exit code of `grader grade`."""
        return main(["grade", str(self.entries), "-a", ASSIGNMENT, "-o", str(self.out), "--wall", wall, *options])

    def report(self, student: str) -> dict[str, Any]:
        return json.loads((self.out / student / "report.json").read_text(encoding="utf-8"))

    def exercise(self, student: str, name: str) -> dict[str, Any]:
        return next(each for each in self.report(student)["exercises"] if each["exercise"] == name)

    def page(self, student: str) -> str:
        return (self.out / student / "report.html").read_text(encoding="utf-8")
