"""A gradient is compared with the slopes of its own loss: wrong entries are found, kinks and scales are not blamed."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks import Gradient
from grader.expect import perform_run
from grader.model import BASE, Drawn, Run, Seen, Verdict

SHAPE = (7, 4)


class Student:
    """Softmax with a knob for what is wrong with its gradient."""

    def __init__(self, spoil=lambda dW: dW, scale=1.0, offset=0.0):
        self.spoil, self.scale, self.offset = spoil, scale, offset

    def loss(self, W, X, y):
        scores = X @ W
        scores = scores - scores.max(axis=1, keepdims=True)
        p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        n = len(y)
        loss = -np.log(p[np.arange(n), y]).mean() + 0.7 * np.sum(W * W) + self.offset
        p[np.arange(n), y] -= 1
        dW = X.T @ p / n + 1.4 * W
        return self.scale * loss, self.spoil(self.scale * dW)


def probe(student, W, X, y):
    loss, dW = student.loss(W, X, y)
    return {"loss": loss, "dW": dW}


def judged(student, seed, reference=None):
    rng = np.random.default_rng([seed, 1])
    inputs = {"W": rng.standard_normal(SHAPE), "X": rng.standard_normal((5, SHAPE[0])), "y": rng.integers(0, 4, 5)}
    case = Drawn("case", inputs, visible=True, seed=seed)
    check = Gradient("loss", wrt="W", grad="dW")
    runs = [Run(BASE, inputs), *check.needs(case)]
    seen, expected = (
        Seen({run.label: perform_run(probe, who, run) for run in runs}) for who in (student, reference or Student())
    )
    return check.judge(case, seen, expected)


def one_entry(factor):
    def spoil(dW):
        dW = dW.copy()
        dW[3, 2] *= factor
        return dW

    return spoil


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
def test_a_right_gradient_passes_whatever_the_scale_of_the_loss(seed, scale):
    assert judged(Student(scale=scale), seed, Student(scale=scale)).verdict is Verdict.PASS


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize(
    "spoil",
    [
        lambda dW: 1.001 * dW,
        lambda dW: dW + 1e-4,
        lambda dW: -dW,
        np.zeros_like,
        one_entry(1.01),
        one_entry(0.0),
        lambda dW: dW - 1.4 * np.eye(*SHAPE) * 1e-3,
    ],
    ids=["0.1 % large", "shifted", "sign", "zero", "one entry 1 %", "one entry zero", "diagonal"],
)
def test_a_wrong_gradient_is_found(seed, spoil):
    assert judged(Student(spoil), seed).verdict is Verdict.FAIL


def test_a_gradient_that_fits_a_wrong_loss_is_told_apart():
    finding = judged(Student(scale=2.0), 3)
    assert finding.verdict is Verdict.PASS
    assert "the loss is what is wrong" in finding.message


def test_zero_is_not_the_gradient_of_a_loss_that_does_not_move():
    class Nothing:
        def loss(self, W, X, y):
            return 0.0, np.zeros_like(W)

    assert judged(Nothing(), 1).verdict is Verdict.FAIL


def test_a_large_constant_beside_the_loss_is_rounding_and_not_an_error():
    assert judged(Student(offset=1e6), 5, Student(offset=1e6)).verdict is Verdict.PASS


@pytest.mark.parametrize("distance", [1e-2, 1e-3, 1e-4, 1e-5])
def test_a_kink_nearby_is_stepped_around(distance):
    class Hinge:
        def loss(self, W, X, y):
            margin = W[0, 0] - self.corner
            slope = np.zeros_like(W)
            slope[0, 0] = float(margin > 0)
            return max(0.0, margin) + np.sum(W**2), slope + 2 * W

    rng = np.random.default_rng([9, 1])
    student = Hinge()
    student.corner = rng.standard_normal(SHAPE)[0, 0] - distance
    assert judged(student, 9, student).verdict is Verdict.PASS
