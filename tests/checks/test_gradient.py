"""A gradient is compared with the slopes of its own loss: wrong entries are found, kinks and scales are not blamed."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks import Gradient
from grader.expect import perform_run
from grader.model import BASE, Drawn, Finding, Run, Seen, Verdict
from grader.sitting import ROUNDS

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
    return judge(Gradient("loss", wrt="W", grad="dW"), inputs, student, reference or Student(), probe, seed)


def judge(check, inputs, student, reference, probe, seed=2, **shapes):
    """The verdict after as many rounds of runs as the check asks for, as a sitting would make them."""
    case = Drawn("case", inputs, visible=True, seed=seed, shapes=shapes)
    wanted, seen, expected = [Run(BASE, inputs), *check.needs(case)], {}, {}
    for _ in range(ROUNDS):
        seen |= {run.label: perform_run(probe, student, run) for run in wanted}
        expected |= {run.label: perform_run(probe, reference, run) for run in wanted if not run.theirs_only}
        answer = check.judge(case, Seen(seen), Seen(expected))
        if isinstance(answer, Finding):
            return answer
        wanted = answer.runs
    raise AssertionError("the check asks for runs without end")


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


# ---------------------------------------------------------------- layers: an array, contracted with an upstream


class Layer:
    """tanh(x @ w + b), with a cache of its own and a knob for what is wrong with its backward pass."""

    def __init__(self, factors=None, stretch=1.0):
        self.factors, self.stretch = factors or {}, stretch

    def forward(self, x, w, b):
        out = self.stretch * np.tanh(x @ w + b)
        return out, {"x": x, "w": w, "slope": self.stretch - out**2 / self.stretch}

    def backward(self, dout, cache):
        dscores = dout * cache["slope"]
        grads = {"dx": dscores @ cache["w"].T, "dw": cache["x"].T @ dscores, "db": dscores.sum(axis=0)}
        return tuple(self.factors.get(name, 1.0) * grad for name, grad in grads.items())


def layer_probe(student, x, w, b, dout):
    out, cache = student.forward(x, w, b)
    dx, dw, db = student.backward(dout, cache)
    return {"out": out, "dx": dx, "dw": dw, "db": db}


def judged_layer(student, wrt, seed=2, reference=None):
    rng = np.random.default_rng([seed, 1])
    shapes = {"x": (5, 3), "w": (3, 4), "b": (4,), "dout": (5, 4)}
    inputs = {name: rng.standard_normal(shape) for name, shape in shapes.items()}
    check = Gradient("out", wrt=wrt, grad=f"d{wrt}", upstream="dout")
    return judge(check, inputs, student, reference or Layer(), layer_probe, seed)


@pytest.mark.parametrize("wrt", ["x", "w", "b"])
def test_a_layers_backward_pass_is_measured_on_its_own_forward_pass(wrt):
    """Right for x, w and b; a wrong one is told with what was differentiated."""
    assert judged_layer(Layer(), wrt).verdict is Verdict.PASS
    wrong = judged_layer(Layer({"dx": 1.01, "dw": 1.01, "db": 1.01}), wrt)
    assert wrong.verdict is Verdict.FAIL
    assert "the sum of dout·out" in wrong.message


def test_only_the_wrong_one_of_several_gradients_is_told():
    """With db alone spoilt, dx and dw pass."""
    student = Layer({"db": 0.2})
    assert [judged_layer(student, wrt).verdict for wrt in "xwb"] == [Verdict.PASS, Verdict.PASS, Verdict.FAIL]


def test_a_right_backward_pass_of_a_wrong_forward_pass_is_told_apart():
    """The gradients fit the student's output; the output is what is wrong."""
    finding = judged_layer(Layer(stretch=2.0), "w")
    assert finding.verdict is Verdict.PASS
    assert "out is what is wrong" in finding.message


def test_an_output_of_another_shape_than_the_upstream_gradient_is_told():
    """Nothing is contracted that does not fit."""

    class Flat(Layer):
        def forward(self, x, w, b):
            out, cache = super().forward(x, w, b)
            return out[0], cache

    assert "shape" in judged_layer(Flat(), "x").message
