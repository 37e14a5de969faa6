"""Where gradient checks go wrong: kinks, float32, tiny and huge losses, one entry among many, zero against zero."""

from __future__ import annotations

import numpy as np
import pytest
from test_gradient import judge

from grader.checks import Gradient
from grader.model import Verdict

CHECK = Gradient("loss", wrt="W", grad="dW")


class Loss:
    """A function of W with its gradient, and a knob for what is wrong with the gradient."""

    def __init__(self, loss, gradient, spoil=lambda dW: dW):
        self.loss, self.gradient, self.spoil = loss, gradient, spoil


def probe(student, W):
    return {"loss": student.loss(W), "dW": student.spoil(student.gradient(W))}


def outcome(student, W, reference=None, seed=3, letters="D C"):
    return judge(CHECK, {"W": W}, student, reference or student, probe, seed, W=letters, dW=letters)


def spoilt(loss, spoil):
    return Loss(loss.loss, loss.gradient, spoil)


# ---------------------------------------------------------------- kinks


def hinge(at):
    """A hinge whose margins are W - at, and a smooth part."""
    return Loss(lambda W: np.maximum(0, W - at).sum() + np.sin(W).sum(), lambda W: (W - at > 0) * 1.0 + np.cos(W))


def relu(at, slope_at_zero):
    """ReLU of W - at, weighted; at zero any slope between 0 and 1 is one of its own."""
    weights = np.arange(1.0, at.size + 1).reshape(at.shape)
    step = lambda margin: np.where(margin == 0, slope_at_zero, margin > 0)  # noqa: E731
    return Loss(
        lambda W: (weights * np.maximum(0, W - at)).sum() + (W**2).sum(), lambda W: weights * step(W - at) + 2 * W
    )


def largest(where):
    """The largest entry of each row; `where` says which of several equal ones gets the slope."""

    def gradient(W):
        tied = W.max(axis=1, keepdims=True) == W
        return where(tied) + 2 * W

    return Loss(lambda W: W.max(axis=1).sum() + (W**2).sum(), gradient)


def first(tied):
    return np.eye(tied.shape[1])[tied.argmax(axis=1)]


def shared(tied):
    return tied / tied.sum(axis=1, keepdims=True)


WRONG = [lambda dW: 1.01 * dW, lambda dW: -dW, lambda dW: dW + 0.01, np.zeros_like]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("distance", [0.0, 1e-12, 1e-9, 1e-7, 1e-6, 3e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1])
def test_a_kink_at_any_distance_is_never_blamed_on_the_student(distance, seed):
    """Hinge margins that change their sign beside the point, or at it."""
    W = np.random.default_rng(seed).standard_normal((4, 3))
    margins = np.full_like(W, 5.0)
    margins[1, 2] = distance
    loss = hinge(W - margins)
    assert outcome(loss, W, seed=seed).verdict is Verdict.PASS


@pytest.mark.parametrize("slope", [0.0, 0.5, 1.0])
def test_at_a_relus_kink_any_subgradient_passes(slope):
    """Every entry of W lies on the kink, and a right layer may give it any slope between the two sides'."""
    W = np.random.default_rng(1).standard_normal((5, 4))
    assert outcome(relu(W, slope), W, reference=relu(W, 0.0)).verdict is Verdict.PASS


@pytest.mark.parametrize("where", [first, shared, lambda tied: first(tied[:, ::-1])[:, ::-1]])
def test_at_a_tie_any_of_the_equal_ones_may_get_the_gradient(where):
    """The maximum of a constant row, as in a pooling window of one colour."""
    W = np.ones((3, 4))
    assert outcome(largest(where), W, reference=largest(first)).verdict is Verdict.PASS


@pytest.mark.parametrize("spoil", WRONG)
@pytest.mark.parametrize("distance", [0.0, 1e-9, 1e-6, 1e-3])
def test_a_wrong_gradient_does_not_hide_behind_a_kink(distance, spoil):
    """Beside the kink it is as wrong as before."""
    W = np.random.default_rng(5).standard_normal((4, 3))
    margins = np.full_like(W, 5.0)
    margins[1, 2] = distance
    loss = hinge(W - margins)
    assert outcome(spoilt(loss, spoil), W, reference=loss).verdict is Verdict.FAIL


def test_many_kinks_everywhere_are_stepped_around():
    """A thousand hinges at random places, as in a wide network of ReLUs."""
    rng = np.random.default_rng(8)
    A, b = rng.standard_normal((1000, 12)), rng.standard_normal(1000)
    loss = Loss(
        lambda W: np.maximum(0, A @ W.ravel() + b).mean(),
        lambda W: (A.T @ (A @ W.ravel() + b > 0) / 1000).reshape(W.shape),
    )
    for seed in range(20):
        W = np.random.default_rng(seed).standard_normal((4, 3))
        assert outcome(loss, W, seed=seed).verdict is Verdict.PASS
        assert outcome(spoilt(loss, lambda dW: 1.001 * dW), W, loss, seed).verdict is Verdict.FAIL


def test_kinks_that_float32_hardly_shows_are_not_blamed_on_the_student():
    """Sixty hinges, some of them within the steps that float32 needs; five per cent too much is found most times."""
    missed = 0
    for seed in range(80, 190):
        rng = np.random.default_rng([seed, 9])
        A, b = rng.standard_normal((60, 12)).astype(np.float32), rng.standard_normal(60).astype(np.float32)
        loss = Loss(
            lambda W, A=A, b=b: np.maximum(0, A @ W.ravel() + b).mean(),
            lambda W, A=A, b=b: (A.T @ (A @ W.ravel() + b > 0) / np.float32(60)).astype(np.float32).reshape(W.shape),
        )
        W = np.random.default_rng([seed, 2]).standard_normal((4, 3)).astype(np.float32)
        assert outcome(loss, W, seed=seed).verdict is Verdict.PASS
        missed += outcome(spoilt(loss, lambda dW: np.float32(1.05) * dW), W, loss, seed).verdict is not Verdict.FAIL
    assert missed < 11


def test_a_loss_that_is_never_the_same_is_left_to_the_reference():
    """No rung settles: the expected gradient passes, another one does not."""
    rng = np.random.default_rng(4)
    smooth = Loss(lambda W: (W**2).sum(), lambda W: 2 * W)
    noisy = Loss(lambda W: (W**2).sum() + rng.standard_normal(), smooth.gradient)
    W = np.random.default_rng(6).standard_normal((4, 3))
    assert outcome(noisy, W, reference=smooth).verdict is Verdict.PASS
    finding = outcome(spoilt(noisy, lambda dW: 2 * dW), W, reference=smooth)
    assert finding.verdict is Verdict.FAIL
    assert "cannot be differentiated" in finding.message


# ---------------------------------------------------------------- precision and scale


def softmax(targets, scale=1.0, offset=0.0):
    """The mean cross-entropy of W's rows."""

    def probabilities(W):
        raised = np.exp(W - W.max(axis=1, keepdims=True))
        return raised / raised.sum(axis=1, keepdims=True)

    def loss(W):
        chosen = probabilities(W)[np.arange(len(W)), targets]
        return W.dtype.type(scale) * -np.log(chosen).mean() + W.dtype.type(offset)

    def gradient(W):
        slopes = probabilities(W)
        slopes[np.arange(len(W)), targets] -= 1
        return W.dtype.type(scale) * slopes / len(W)

    return Loss(loss, gradient)


@pytest.mark.parametrize("scale", [1e-9, 1e-3, 1.0, 1e3, 1e9])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("seed", range(25))
def test_a_right_gradient_passes_in_either_precision_at_any_scale(seed, dtype, scale):
    """And three hundredths too much is found in each."""
    rng = np.random.default_rng([seed, 2])
    W, loss = rng.standard_normal((9, 5)).astype(dtype), softmax(rng.integers(0, 5, 9), scale)
    assert outcome(loss, W, seed=seed).verdict is Verdict.PASS
    assert outcome(spoilt(loss, lambda dW: dW.dtype.type(1.03) * dW), W, loss, seed).verdict is Verdict.FAIL


@pytest.mark.parametrize("offset", [1e3, 1e6])
@pytest.mark.parametrize("seed", range(10))
def test_a_large_constant_is_noise_and_no_error(seed, offset):
    """Its rounding hides nothing that is 1 % wrong, and accuses nobody."""
    rng = np.random.default_rng([seed, 3])
    W, loss = rng.standard_normal((9, 5)), softmax(rng.integers(0, 5, 9), offset=offset)
    assert outcome(loss, W, seed=seed).verdict is Verdict.PASS
    assert outcome(spoilt(loss, lambda dW: 1.01 * dW), W, loss, seed).verdict is Verdict.FAIL


@pytest.mark.parametrize("size", [1e-4, 1e-2, 1e2, 1e4])
def test_inputs_of_any_size_are_moved_by_steps_that_suit_them(size):
    """Weights of a fresh network are tiny, pixels are large."""
    W = size * np.random.default_rng(2).standard_normal((6, 4))
    loss = Loss(lambda W: np.tanh(W / size).sum(), lambda W: (1 - np.tanh(W / size) ** 2) / size)
    assert outcome(loss, W).verdict is Verdict.PASS
    assert outcome(spoilt(loss, lambda dW: 1.01 * dW), W, loss).verdict is Verdict.FAIL


# ---------------------------------------------------------------- one entry among many


def changed(place, factor=1.1):
    def spoil(dW):
        dW = dW.copy()
        dW[place] *= factor
        return dW

    return spoil


def test_one_wrong_entry_among_a_hundred_thousand_is_found_and_told():
    """Ten per cent too much in a single one of them, in a few hundred evaluations."""
    W = np.random.default_rng(3).standard_normal((400, 250))
    loss = Loss(lambda W: np.log(np.cosh(W)).sum(), np.tanh)
    W[123, 45] = 1.5
    finding = outcome(spoilt(loss, changed((123, 45))), W, reference=loss)
    assert finding.verdict is Verdict.FAIL
    assert "in the entry [123, 45] only" in finding.message


SMOOTH = Loss(lambda W: np.log(np.cosh(W)).sum(), np.tanh)
ANOTHER = Loss(lambda W: 3 * np.log(np.cosh(W)).sum(), lambda W: 3 * np.tanh(W))
"""Another loss than the reference's: where its gradient is wrong can only be measured."""


@pytest.mark.parametrize("loss", [SMOOTH, ANOTHER], ids=["the expected loss", "a loss of its own"])
@pytest.mark.parametrize(
    ("shape", "letters", "place", "words", "discreet"),
    [
        ((7, 5), "D C", (slice(None), 3), "for class 3 only", "for one class only"),
        ((7, 5), "D C", (6,), "for feature 6, the last only", "for the last feature only"),
        ((60, 40), "N C", (37,), "for example 37 only", "for one example only"),
        ((300, 50), "D C", (slice(None), 21), "for class 21 only", "for one class only"),
        ((3, 4, 6, 5), "N C H W", (slice(None), 2), "for channel 2 only", "for one channel only"),
        ((2, 3, 6, 5), "N C H W", (..., 0, slice(None)), "for row 0, the first only", "for the first row only"),
    ],
)
def test_the_part_that_is_wrong_is_told_in_the_letters_of_the_shape(loss, shape, letters, place, words, discreet):
    """Whether the loss is the expected one, so that the gradient is known, or the student's own."""
    W = 1 + 0.2 * np.random.default_rng(7).standard_normal(shape)
    finding = outcome(spoilt(loss, changed(place, 0.5)), W, reference=SMOOTH, letters=letters)
    assert words in finding.message
    assert discreet in finding.discreet


@pytest.mark.parametrize("loss", [SMOOTH, ANOTHER], ids=["the expected loss", "a loss of its own"])
@pytest.mark.parametrize(("inside", "words"), [(0.0, "inside the border pixels"), (1.0, "in the border pixels")])
def test_a_wrong_border_is_told_as_such(loss, inside, words):
    """Padding forgotten in the backward pass."""

    def spoil(dW):
        factors = np.full(dW.shape, 1 - inside)
        factors[:, :, 1:-1, 1:-1] = inside
        return dW * factors

    W = 1 + 0.2 * np.random.default_rng(7).standard_normal((2, 3, 7, 6))
    finding = outcome(spoilt(loss, spoil), W, reference=SMOOTH, letters="N C H W")
    assert f"it is wrong {words} only" in finding.message


def test_what_is_wrong_throughout_has_no_place():
    """No place is made up."""
    W = np.random.default_rng(7).standard_normal((7, 5))
    for loss in (SMOOTH, ANOTHER):
        assert "only" not in outcome(spoilt(loss, lambda dW: 2 * dW), W, reference=SMOOTH).message


# ---------------------------------------------------------------- told apart


def test_zero_against_zero_passes_only_where_the_references_gradient_is_zero():
    """Margins that all hold have no gradient; a function that returns zeros has none either, and is wrong."""
    W = np.random.default_rng(2).standard_normal((4, 3))
    nothing = Loss(lambda W: 0.0 * W.sum(), np.zeros_like)
    assert outcome(nothing, W).verdict is Verdict.PASS
    finding = outcome(nothing, W, reference=SMOOTH)
    assert finding.verdict is Verdict.FAIL
    assert "does not change" in finding.message


def test_a_right_gradient_of_another_loss_and_a_wrong_one_of_the_right_loss_are_told_apart():
    """Which of the two to mend."""
    W = np.random.default_rng(2).standard_normal((4, 3))
    assert "the loss is what is wrong" in outcome(ANOTHER, W, reference=SMOOTH).message
    crossed = outcome(Loss(ANOTHER.loss, SMOOTH.gradient), W, reference=SMOOTH)
    assert crossed.verdict is Verdict.FAIL
    assert "dW is as expected, but your loss" in crossed.message
    assert "is not the gradient of your loss" in outcome(Loss(SMOOTH.loss, ANOTHER.gradient), W, SMOOTH).message
