"""Laws between runs: right functions keep them whatever the inputs are, wrong ones are told which law they break."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from laws import LAYER, SCORED, SHAPES, convolved, images, judged

from grader.checks import BatchOfOne, Linear, PermutedBatch, ShiftInvariant, Translated
from grader.model import Verdict

LAWS = [Linear("out", wrt="x"), Linear("out", wrt="w"), Translated("out"), PermutedBatch("out"), BatchOfOne("out")]


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize(("pad", "stride"), [(0, 1), (1, 2), (2, 3)])
@pytest.mark.parametrize("check", LAWS, ids=lambda check: check.key)
def test_a_right_convolution_keeps_every_law(check, pad, stride, seed):
    """With every stride and padding, also where the images do not fill the windows exactly."""
    finding = judged(check, LAYER, convolved, images(seed, pad=pad, stride=stride), shapes=SHAPES, seed=seed)
    assert finding.verdict is Verdict.PASS, finding.message


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("check", LAWS, ids=lambda check: check.key)
def test_rounding_in_float32_breaks_no_law(check, seed):
    """Sums in another order differ by what the precision allows."""
    given = images(seed, dtype=np.float32)
    finding = judged(check, LAYER, other_order, given, shapes=SHAPES, reference=convolved, seed=seed)
    assert finding.verdict is Verdict.PASS, finding.message


def other_order(x, w, b, conv_param):
    """The channels and the columns summed from behind."""
    return convolved(x[:, ::-1, :, ::-1], w[:, ::-1, :, ::-1], b, conv_param)[..., ::-1]


BROKEN = {
    "clipped at zero": ("linear_in_x", lambda x, w, b, p: np.maximum(convolved(x, w, b, p), 0.0), "linear in x"),
    "largest of the weights": (
        "linear_in_w",
        lambda x, w, b, p: convolved(x, np.abs(w), b, p),
        "linear in w",
    ),
    "places weigh differently": (
        "translated",
        lambda x, w, b, p: convolved(x, w, b, p) * np.arange(1.0, 5.0),
        "x moves by one stride",
    ),
    "rows weigh differently": (
        "translated",
        lambda x, w, b, p: convolved(x, w, b, p) * np.arange(1.0, 5.0)[:, None],
        "x moves by one stride",
    ),
    "batch in its order": (
        "permuted_batch",
        lambda x, w, b, p: convolved(x, w, b, p) * np.arange(1.0, 4.0)[: len(x), None, None, None],
        "another order",
    ),
    "mean of the batch subtracted": (
        "batch_of_one",
        lambda x, w, b, p: convolved(x - x.mean(axis=0), w, b, p),
        "alone",
    ),
    "axis lost": (
        "batch_of_one",
        lambda x, w, b, p: np.squeeze(convolved(x, w, b, p)),
        "shape",
    ),
}


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_law_is_told(name, seed):
    """By the law that it breaks, with numbers for visible cases and without for hidden ones."""
    key, student, words = BROKEN[name]
    check = next(law for law in LAWS if law.key == key)
    finding = judged(check, LAYER, student, images(seed), shapes=SHAPES, reference=convolved, seed=seed)
    assert finding.verdict is Verdict.FAIL
    assert words in finding.message
    assert not set("023456789") & set(finding.discreet)


def test_a_tiny_departure_is_found_and_rounding_is_not():
    """Between the two lie four digits."""
    for size, verdict in ((1e-7, Verdict.FAIL), (1e-14, Verdict.PASS)):
        student = lambda x, w, b, p, size=size: convolved(x, w, b, p) + size * np.abs(convolved(x, w, b, p))  # noqa: E731
        finding = judged(Linear("out", wrt="x"), LAYER, student, images(3), shapes=SHAPES, reference=convolved)
        assert finding.verdict is verdict


def test_an_output_that_is_not_finite_breaks_the_law():
    """Whatever the polarity of the comparison."""
    student = lambda x, w, b, p: np.full_like(convolved(x, w, b, p), np.nan)  # noqa: E731
    for check in LAWS:
        finding = judged(check, LAYER, student, images(1), shapes=SHAPES, reference=convolved)
        assert finding.verdict is Verdict.FAIL
        assert "not finite" in finding.message


def test_a_run_that_raises_is_told_with_its_inputs():
    """An example alone may be what a function cannot take."""

    def student(x, w, b, conv_param):
        if len(x) == 1:
            raise ValueError("a batch, please")
        return convolved(x, w, b, conv_param)

    finding = judged(BatchOfOne("out"), LAYER, student, images(1), shapes=SHAPES, reference=convolved)
    assert finding.verdict is Verdict.FAIL
    assert "a batch, please" in finding.message
    assert "last example alone" in finding.message
    assert "a batch, please" not in finding.discreet


# ---------------------------------------------------------------- scores


def softmax_loss(scores, y, *, spoil=0.0, shifted=True):
    moved = scores - scores.max(axis=1, keepdims=True) if shifted else scores
    p = np.exp(moved) / np.exp(moved).sum(axis=1, keepdims=True)
    rows = np.arange(len(y))
    loss = -np.mean(np.log(p[rows, y])) + spoil * np.mean(scores)
    p[rows, y] -= 1.0
    return loss, p / len(y)


SCORES = SimpleNamespace(own=lambda student, **given: dict(zip(("loss", "dscores"), student(**given), strict=True)))


def scored(seed):
    rng = np.random.default_rng([seed, 9])
    return {"scores": rng.standard_normal((5, 4)), "y": rng.integers(0, 4, 5)}


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("shifted", [True, False])
def test_the_softmax_sees_differences_of_scores_alone(seed, shifted):
    """With the maximum subtracted first, and without: the shifts are no larger than exp can take."""
    check = ShiftInvariant("loss", "dscores", wrt="scores")
    student = lambda scores, y: softmax_loss(scores, y, shifted=shifted)  # noqa: E731
    finding = judged(check, SCORES, student, scored(seed), shapes=SCORED, reference=softmax_loss, seed=seed)
    assert finding.verdict is Verdict.PASS, finding.message


@pytest.mark.parametrize("seed", range(10))
def test_a_loss_that_sees_the_scores_themselves_is_told(seed):
    """A penalty on the scores, say."""
    check = ShiftInvariant("loss", "dscores", wrt="scores")
    student = lambda scores, y: softmax_loss(scores, y, spoil=1e-3)  # noqa: E731
    finding = judged(check, SCORES, student, scored(seed), shapes=SCORED, reference=softmax_loss, seed=seed)
    assert finding.verdict is Verdict.FAIL
    assert "loss misses" in finding.message


@pytest.mark.parametrize("seed", range(10))
def test_sums_over_the_batch_stay_while_rows_follow(seed):
    """The loss is the same in another order; the gradient by the scores is in that order."""
    check = PermutedBatch("loss", "dscores")
    finding = judged(check, SCORES, softmax_loss, scored(seed), shapes=SCORED, seed=seed)
    assert finding.verdict is Verdict.PASS, finding.message
