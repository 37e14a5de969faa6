"""A backward function is held against its own forward function: adjoints exactly, kinks by their subgradients."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from laws import SHAPES, back, convolved, images, judged

from grader.checks import Adjoint, Subgradient
from grader.model import Verdict

ADJOINT = Adjoint("dx", wrt="x", of="forward")


def own(student, x, w, b, conv_param, dout):
    return {"dx": student.backward(x, w, b, conv_param, dout)}


LAYER = SimpleNamespace(own=own, forward=lambda student, **given: {"out": student.forward(**given)})


def layer(forward=convolved, spoil=lambda dx: dx):
    def backward(x, w, b, conv_param, dout):
        return spoil(back(x, w, dout, conv_param["stride"], conv_param["pad"]))

    return SimpleNamespace(forward=forward, backward=backward)


def with_upstream(seed, **geometry):
    given = images(seed, **geometry)
    out = convolved(**given)
    return {**given, "dout": np.random.default_rng([seed, 8]).standard_normal(out.shape)}


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize(("pad", "stride"), [(0, 1), (1, 2), (2, 3)])
def test_the_right_gradient_is_the_adjoint(pad, stride, seed):
    """Of the right forward function, and of one that is wrong: right is right."""
    doubled = layer(forward=lambda *given: 2 * convolved(*given))
    for student in (layer(), doubled):
        given = with_upstream(seed, pad=pad, stride=stride)
        finding = judged(ADJOINT, LAYER, student, given, shapes=SHAPES, reference=layer(), seed=seed)
        assert finding.verdict is Verdict.PASS, finding.message


def test_a_gradient_that_fits_its_own_forward_function_is_told_apart():
    """The filters are flipped in both: the backward function is not what is wrong."""

    def flipped(x, w, b, conv_param):
        return convolved(x, w[:, :, ::-1, ::-1], b, conv_param)

    def flipped_back(x, w, b, p, dout):
        return back(x, w[:, :, ::-1, ::-1], dout, p["stride"], p["pad"])

    student = SimpleNamespace(forward=flipped, backward=flipped_back)
    finding = judged(ADJOINT, LAYER, student, with_upstream(1), shapes=SHAPES, reference=layer())
    assert finding.verdict is Verdict.PASS
    assert "fits your forward" in finding.message


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize(
    "spoil",
    [lambda dx: 1.0001 * dx, lambda dx: -dx, np.zeros_like, lambda dx: dx + 1e-5, lambda dx: dx * (dx != dx.max())],
    ids=["0.01 % large", "sign", "zero", "shifted", "one entry"],
)
def test_a_wrong_gradient_is_found(seed, spoil):
    student = layer(spoil=spoil)
    finding = judged(ADJOINT, LAYER, student, with_upstream(seed), shapes=SHAPES, reference=layer(), seed=seed)
    assert finding.verdict is Verdict.FAIL
    assert "not the gradient of your forward" in finding.message


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda dx: dx[:, :, 1:], "of shape"),
        (lambda dx: np.full_like(dx, np.inf), "not finite"),
    ],
)
def test_a_gradient_that_is_no_gradient_is_told_as_such(spoil, words):
    student = layer(spoil=spoil)
    finding = judged(ADJOINT, LAYER, student, with_upstream(2), shapes=SHAPES, reference=layer())
    assert finding.verdict is Verdict.FAIL
    assert words in finding.message


# ---------------------------------------------------------------- maxima


def pooled(x):
    N, C, H, W = x.shape
    return x.reshape(N, C, H // 2, 2, W // 2, 2).transpose(0, 1, 2, 4, 3, 5).reshape(N, C, H // 2, W // 2, 4)


def unpooled(parts):
    N, C, rows, columns, _ = parts.shape
    return parts.reshape(N, C, rows, columns, 2, 2).transpose(0, 1, 2, 4, 3, 5).reshape(N, C, 2 * rows, 2 * columns)


def first(best):
    return best * (np.cumsum(best, axis=-1) == 1)


TIES = {
    "first": first,
    "last": lambda best: first(best[..., ::-1])[..., ::-1],
    "shared": lambda best: best / best.sum(axis=-1, keepdims=True),
    "a third and the rest": lambda best: (
        (first(best) + 2 * first(best[..., ::-1])[..., ::-1]) / 3 * np.ones_like(best, dtype=float)
    ),
}
NO_GRADIENTS = {
    "each gets the whole": lambda best: best * 1.0,
    "none gets anything": lambda best: best * (best.sum(axis=-1, keepdims=True) == 1),
    "the whole window": np.ones_like,
    "twice to the first": lambda best: 2.0 * first(best),
    "the wrong sign": lambda best: -1.0 * first(best),
}
KINK = Subgradient("dx", wrt="x", of="forward", says="ties share it")
POOL_SHAPES = {"x": "N C H W", "dout": "N C H' W'"}


def pool(share):
    def backward(student, x, dout):
        parts = pooled(x)
        best = (parts == parts.max(axis=-1, keepdims=True)).astype(float)
        return {"dx": unpooled(share(best) * dout[..., None])}

    def forward(student, x):
        return {"out": pooled(x).max(axis=-1)}

    return SimpleNamespace(own=backward, forward=forward)


def tied(seed):
    rng = np.random.default_rng([seed, 3])
    x = rng.standard_normal((2, 3, 4, 6))
    x[0] = 0.25
    x[1, 0, :, ::2] = 3.0
    return {"x": x, "dout": rng.uniform(0.5, 1.5, (2, 3, 2, 3))}


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("ties", TIES)
def test_any_subgradient_of_a_tied_maximum_is_right(ties, seed):
    """To the first, to the last, shared evenly or not."""
    finding = judged(KINK, pool(TIES[ties]), None, tied(seed), shapes=POOL_SHAPES, seed=seed)
    assert finding.verdict is Verdict.PASS


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("ties", NO_GRADIENTS)
def test_what_is_no_subgradient_is_told(ties, seed):
    """In the words of the policy."""
    finding = judged(KINK, pool(NO_GRADIENTS[ties]), None, tied(seed), shapes=POOL_SHAPES, seed=seed)
    assert finding.verdict is Verdict.FAIL
    assert "ties share it" in finding.message


@pytest.mark.parametrize("seed", range(25))
def test_within_its_piece_a_maximum_is_linear(seed):
    """Steps that no largest entry loses by: the adjoint law holds for pooling, too."""
    x = np.random.default_rng([seed, 4]).permutation(144).reshape(2, 3, 4, 6) * 0.05
    given = {"x": x, "dout": np.random.default_rng([seed, 5]).standard_normal((2, 3, 2, 3))}
    check = Adjoint("dx", wrt="x", of="forward", reach=0.02)
    right, wrong = pool(first), pool(np.ones_like)
    assert judged(check, right, None, given, shapes=POOL_SHAPES, seed=seed).verdict is Verdict.PASS
    rule = judged_against(check, wrong, right, given, seed)
    assert rule.verdict is Verdict.FAIL


def judged_against(check, wrong, right, given, seed):
    """The student's own backward function is wrong, the forward function right."""
    probes = SimpleNamespace(own=lambda student, **inputs: student.own(None, **inputs), forward=right.forward)
    return judged(check, probes, wrong, given, shapes=POOL_SHAPES, reference=right, seed=seed)
