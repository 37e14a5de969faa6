"""Whole hand-ins to the bundled course, graded through the command line: how they are written, and what is said."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from grader.catalog import bundled_root, find_course
from grader.cli import main
from grader.samples import Solution, solution_text

Told = Callable[[str, str], dict[str, Any]]


def graded(room: Path, assignment: str, entries: Mapping[str, str | Mapping[str, str]]) -> Told:
    """`told(student, exercise)` is what the report says, behind the process wall; every entry is a file, or several."""
    folder, out = room / "class", room / "out"
    folder.mkdir()
    for student, entry in entries.items():
        files = {f"{student}.py": entry} if isinstance(entry, str) else {f"{student}/{k}": v for k, v in entry.items()}
        for name, text in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    assert main(["grade", str(folder), "-a", assignment, "-o", str(out), "--wall", "process"]) == 0

    def told(student: str, exercise: str) -> dict[str, Any]:
        report = json.loads((out / student / "report.json").read_text(encoding="utf-8"))
        return next(each for each in report["exercises"] if each["exercise"] == exercise)

    return told


def written(assignment: str, *pieces: Solution) -> str:
    """One file of the reference's own solutions, with these changes."""
    course = find_course(bundled_root()).assignment(assignment)
    return "\n\n".join(["import numpy as np", *(solution_text(course, piece) for piece in pieces)])


def names(said: Mapping[str, Any]) -> list[str]:
    return [mistake["name"] for mistake in said["mistakes"]]


def is_charged(said: Mapping[str, Any], *mistakes: str) -> None:
    """Points are lost for these mistakes, by name."""
    assert said["earned"] < said["out_of"]
    assert names(said) == list(mistakes)


def is_free(said: Mapping[str, Any], *upstream: str) -> None:
    """Everything is earned; the report says what is wrong elsewhere, if anything."""
    assert said["earned"] == pytest.approx(said["out_of"]), said
    assert said["mistakes"] == []
    assert len(said["notes"]) == bool(upstream)
    assert all(f"{name} (" in note and "charged there alone" in note for note in said["notes"] for name in upstream)


def is_spared(said: Mapping[str, Any], *upstream: str) -> None:
    """Everything is earned, because what is wrong, and has no name, is wrong in these."""
    assert said["earned"] == pytest.approx(said["out_of"]), said
    assert said["mistakes"] == []
    assert len(said["notes"]) == 1
    assert follows(*upstream) in said["notes"][0]


def follows(*upstream: str) -> str:
    """What is said of it."""
    listed = " and ".join([", ".join(upstream[:-1]), upstream[-1]] if len(upstream) > 1 else upstream)
    return f"judged by what it calls: this follows from {listed}, and is charged there alone"


# ---------------------------------------------------------------- layers and the networks made of them

LAYERS = """
import numpy as np


def affine_forward(x, w, b):
    return x.reshape(len(x), -1).dot(w) + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    return dout.dot(w.T).reshape(x.shape), x.reshape(len(x), -1).T.dot(dout), dout.sum(axis=0)


def relu_forward(x):
    return x * (x > 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)


def softmax_loss(x, y):
    shifted = x - x.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    dx = np.exp(log_p)
    dx[rows, y] -= 1
    return -log_p[rows, y].mean(), dx / len(y)
"""
NET = """

class TwoLayerNet:
    def __init__(self, input_dim=3072, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0):
        self.reg = reg
        self.params = {
            "W1": weight_scale * np.random.randn(input_dim, hidden_dim),
            "b1": np.zeros(hidden_dim),
            "W2": weight_scale * np.random.randn(hidden_dim, num_classes),
            "b2": np.zeros(num_classes),
        }

    def loss(self, X, y=None):
        W1, b1, W2, b2 = (self.params[name] for name in ("W1", "b1", "W2", "b2"))
"""
COMPOSED = """
        hidden, first = both_forward(X, W1, b1)
        scores, second = affine_forward(hidden, W2, b2)
        if y is None:
            return scores
        loss, dscores = softmax_loss(scores, y)
        loss += 0.5 * self.reg * (np.sum(W1**2) + np.sum(W2**2))
        dhidden, dW2, db2 = affine_backward(dscores, second)
        _, dW1, db1 = both_backward(dhidden, first)
        return loss, {"W1": dW1 + self.reg * W1, "b1": db1, "W2": dW2 + self.reg * W2, "b2": db2}


def both_forward(x, w, b):
    before, one = affine_forward(x, w, b)
    out, two = relu_forward(before)
    return out, (one, two)


def both_backward(dout, cache):
    one, two = cache
    return affine_backward(relu_backward(dout, two), one)
"""
BY_HAND = """
        before = X.dot(W1) + b1
        hidden = np.maximum(before, 0)
        scores = hidden.dot(W2) + b2
        if y is None:
            return scores
        loss, dscores = softmax_loss(scores, y)
        loss += 0.5 * self.reg * (np.sum(W1**2) + np.sum(W2**2))
        dbefore = dscores.dot(W2.T) * (before > 0)
        grads = {"W2": hidden.T.dot(dscores) + self.reg * W2, "b2": dscores.sum(axis=0)}
        return loss, {**grads, "W1": X.T.dot(dbefore) + self.reg * W1, "b1": dbefore.sum(axis=0)}
"""


def changed(text: str, *changes: tuple[str, str]) -> str:
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


# ---------------------------------------------------------------- convolution

SIZE_CALLED = {
    "1 + (H + 2 * pad - HH) // stride": "conv_output_size(H, HH, stride, pad)",
    "1 + (W + 2 * pad - WW) // stride": "conv_output_size(W, WW, stride, pad)",
}
BY_LOOPS = {"conv_forward_im2col(": "conv_forward_naive(", "conv_backward_im2col(": "conv_backward_naive("}
