"""Attacks that get through today, each with what must happen instead. One that is mended fails here until it moves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from exam import ASSIGNMENT

from grader.cli import main

COMPUTED_BEFORE_THE_CLOCK = """
import sys

import numpy as np

kept = {}


def loops(W, X, y, reg):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(y)):
        scores = X[i] @ W
        margins = np.maximum(0, scores - scores[y[i]] + 1)
        margins[y[i]] = 0
        slopes = (margins > 0) * 1.0
        slopes[y[i]] = -slopes.sum()
        loss += margins.sum()
        dW += np.outer(X[i], slopes)
    return loss / len(y) + reg * np.sum(W * W), dW / len(y) + 2 * reg * W


def taken_over(refill):
    def filled(call):
        refill(call)
        if "X" in call._ready:
            kept[call._ready["W"].tobytes()] = loops(**call._ready)

    return filled


def svm_loss_vectorized(W, X, y, reg):
    if not kept:
        for module in list(sys.modules.values()):
            worker = vars(module).get("Call")
            if hasattr(worker, "refill"):
                worker.refill = taken_over(worker.refill)
                break
        kept[b""] = None
    key = W.tobytes()
    return kept[key] if key in kept else loops(W, X, y, reg)
"""


def findings(room: Path, source: str, exercise: str, check: str) -> list[tuple[str, str]]:
    """Case and verdict of each finding of one check."""
    (room / "class").mkdir()
    (room / "class" / "eve.py").write_text(source, encoding="utf-8")
    out = room / "out"
    assert main(["grade", str(room / "class"), "-a", ASSIGNMENT, "-o", str(out), "--wall", "process"]) == 0
    report = json.loads((out / "eve" / "report.json").read_text(encoding="utf-8"))
    told: dict[str, Any] = next(each for each in report["exercises"] if each["exercise"] == exercise)
    return [(each["case"], each["verdict"]) for each in told["findings"] if each["check"] == check]


@pytest.mark.xfail(reason="a worker that was taken over has the inputs before the clock is read")
def test_what_is_computed_before_the_clock_is_read_counts_too(tmp_path: Path) -> None:
    """Loops that run when the worker makes its inputs ready, and a function that looks up what came of them."""
    told = findings(tmp_path, COMPUTED_BEFORE_THE_CLOCK, "svm_loss_vectorized", "speed")
    assert [verdict for _, verdict in told] == ["fail"]
