"""The softmax loss: the scores are unnormalised log probabilities, and the loss is minus the log of the right class's.

CS231n, lecture 3. The logarithm is the natural one. Scores are shifted by the largest of their own row before `exp`
(the probabilities don't change, and nothing overflows), and the log is taken of the sum, never of a probability,
which may be too small for a float.
"""

from __future__ import annotations

import numpy as np

from grader.authoring import (
    Case,
    Close,
    Faster,
    Gradient,
    InitialLoss,
    InputsUnchanged,
    Known,
    NoCalls,
    RandomStateUntouched,
    Regularization,
    Repeatable,
    SameAs,
    Stable,
    Variant,
    exercise,
)

from . import batches, by_pytorch
from .slips import HALF_PENALTY
from .slips_softmax import IN_LOOPS, WITHOUT_LOOPS


# solution: begin
def softmax_loss_naive(W, X, y, reg):
    """The softmax loss (cross-entropy) and its gradient, with a loop over the examples.

    W: (D, C) weights. X: (N, D) examples, one per row. y: (N,) labels, 0 <= y[i] < C.
    reg: strength of the penalty, reg * (sum of the squares of all weights).

    Returns the loss, a number, and dW, the gradient of the loss with respect to W, of shape (D, C).
    """
    num_train = X.shape[0]
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(num_train):
        scores = X[i] @ W
        scores = scores - np.max(scores)
        log_sum = np.log(np.sum(np.exp(scores)))
        loss += log_sum - scores[y[i]]
        slopes = np.exp(scores - log_sum)
        slopes[y[i]] -= 1.0
        dW += np.outer(X[i], slopes)

    # The data's part is an average over the examples; the penalty belongs to the weights and is added once.
    loss = loss / num_train + reg * np.sum(W * W)
    dW = dW / num_train + 2 * reg * W
    return loss, dW


def softmax_loss_vectorized(W, X, y, reg):
    """The softmax loss and its gradient, without a loop: same inputs and outputs as softmax_loss_naive."""
    examples = np.arange(len(y))
    scores = X @ W  # (N, C)
    scores = scores - scores.max(axis=1, keepdims=True)
    log_sums = np.log(np.exp(scores).sum(axis=1))  # (N,)
    losses = log_sums - scores[examples, y]

    # The slope by a score is the class's probability, less 1 for the right class.
    dscores = np.exp(scores - log_sums[:, None])
    dscores[examples, y] -= 1.0

    loss = losses.sum() / len(y) + reg * np.sum(W**2)
    dW = X.T @ dscores / len(y) + reg * 2 * W
    return loss, dW


# solution: end


# ---------------------------------------------------------------- the inputs


def huge_scores(rng):
    """Scores between 1e3 and 1e4 of both signs; the right class is close to the best."""
    N, D, C = 6, 5, 4
    scores = rng.choice([-1.0, 1.0], (N, C)) * rng.uniform(1e3, 1e4, (N, C))
    y = rng.permutation(np.arange(N) % C)
    scores[np.arange(N), y] = scores.max(axis=1) - rng.uniform(0.2, 2.0, N)
    return batches.with_scores(rng, scores, y, reg=0.2, D=D)


def shifted_scores(rng):
    """Ordinary scores, all of them 1000 too high: the probabilities are those of the ordinary ones."""
    return _raised(rng, by=np.full(7, 1000.0))


def one_loud_row(rng):
    """The scores of one example lie 2000 above those of the others."""
    return _raised(rng, by=2000.0 * (np.arange(7) == rng.integers(7)))


def far_below_zero(rng):
    """Every exp of these scores is 0 as it stands; one row reaches from -3000 to 200, and the others lie near -1000."""
    N, D, C = 5, 6, 3
    scores = np.array([-1000.0, -999.0, -998.0]) + rng.uniform(-0.3, 0.3, (N, C))
    scores[0] = np.array([-3000.0, 100.0, 200.0]) + rng.uniform(-3.0, 3.0, C)
    y = np.array([1, 0, 1, 2, rng.integers(C)])
    order = rng.permutation(N)
    return batches.with_scores(rng, scores[order], y[order], reg=0.2, D=D)


def far_behind(rng):
    """The right class trails by a little more than exp can take: exp(+gap) overflows, exp(-gap) is still a float."""
    N, D, C = 5, 6, 4
    scores = rng.uniform(-3.0, 3.0, (N, C))
    y = rng.permutation(np.arange(N) % C)
    scores[np.arange(N), y] -= rng.uniform(3.0, 5.0, N)
    scores[np.arange(N), y] -= 715.0 + scores[np.arange(N), y] - scores.max(axis=1)
    return batches.with_scores(rng, scores, y, reg=0.2, D=D)


def hopeless_scores(rng):
    """The right class lies so far behind that its probability is smaller than any float."""
    N, D, C = 6, 5, 4
    y = rng.permutation(np.arange(N) % C)
    scores = rng.uniform(1e3, 1e4, (N, C))
    scores[np.arange(N), y] = -rng.uniform(1e3, 1e4, N)
    return batches.with_scores(rng, scores, y, reg=0.2, D=D)


def hopeless_example(rng):
    """A single example of that kind, among more classes."""
    scores = rng.uniform(1e3, 1e4, (1, 6))
    y = rng.integers(0, 6, 1)
    scores[0, y] = -rng.uniform(1e3, 1e4)
    return batches.with_scores(rng, scores, y, reg=0.1, D=8)


def _raised(rng, by):
    """A batch whose last feature, of weight 1 for every class, raises all scores of an example together."""
    batch = batches.draw(rng, N=len(by), D=5, C=4, reg=0.3)
    X, W = np.hstack([batch["X"], by[:, None]]), np.vstack([batch["W"], np.ones((1, 4))])
    return {**batch, "X": X, "W": W}


class LogOfProbability(Stable):
    """The loss stays right where the right class's probability is too small for a float.

    Apart from `stability`, because the course's own notes take the log of the probability.
    """

    @property
    def key(self):
        return "log_of_probability"


LOUD = 1e-9
"""Rounding of a score of 1e4 is 1e-12, and its exponential inherits it as a relative error."""
HOPELESS = "a probability below 1e-308 is 0 to the computer; simplify log(exp(a) / sum) on paper before you type it"
CASES = [
    Case(
        batches.lecture_cat,
        visible=True,
        hint="work it out on paper: the cat's probability is 0.13; the logarithm is the natural one",
    ),
    Case(batches.lecture_car, visible=True, hint="even the right answer pays a little: its probability is below 1"),
    Case(
        batches.lecture_frog,
        visible=True,
        hint="the frog's score is far below the others: the loss is close to the gap to the best",
    ),
    Case(batches.lecture_three, visible=True, hint="the mean of the losses of three pictures"),
    Case(
        batches.lecture_comparison, visible=True, hint="scores -2.85, 0.86, 0.28 and label 2: the probability is 0.353"
    ),
    Case(batches.small_batch, visible=True, hint="here reg is not zero: the penalty and its gradient count"),
    Case(batches.strong_penalty, hint="large weights and a strong penalty: what does your code do with reg?"),
    Case(batches.many_classes, hint="more classes than examples: is every sum taken over the axis you mean?"),
    Case(batches.two_classes, hint="two classes only: one probability is 1 minus the other"),
    Case(batches.one_example, hint="a batch of a single example"),
    Case(
        huge_scores,
        reserved=True,
        tolerance=LOUD,
        hint="exp(1000) is infinite: which shift leaves the probabilities as they are?",
    ),
    Case(
        shifted_scores,
        reserved=True,
        tolerance=LOUD,
        hint="adding the same to all scores of an example changes no probability",
    ),
    Case(
        one_loud_row,
        reserved=True,
        tolerance=LOUD,
        hint="one example has much larger scores than the others: shift each by its own maximum",
    ),
    Case(
        far_below_zero,
        reserved=True,
        tolerance=LOUD,
        hint="all scores lie far below zero: which of them do you subtract, and does its sign matter?",
    ),
    Case(
        far_behind,
        reserved=True,
        tolerance=LOUD,
        hint="the right class trails by more than 700: exp(700) is nearly too much",
    ),
    Case(hopeless_scores, reserved=True, tolerance=LOUD, hint=HOPELESS),
    Case(hopeless_example, reserved=True, tolerance=LOUD, hint=HOPELESS),
    Case(batches.large, reserved=True),
]
IN_LOOPS_CASES = [case for case in CASES if case.make is not batches.large]
SHAPES = {"W": "D C", "X": "N D", "y": "N", "loss": "", "dW": "D C"}
DIFFERENTIATED = ("small_batch", "strong_penalty", "many_classes", "two_classes", "one_example")
CHECKS = [
    InitialLoss(log_of="C", on=("small_batch", "many_classes", "two_classes")),
    Known("loss", 2.04, atol=0.005, source="lecture 3", on=("lecture_cat",)),
    Close("loss"),
    Close("dW"),
    Gradient("loss", wrt="W", grad="dW", on=DIFFERENTIATED),
    Regularization(weights="W", strength="reg", loss="loss", grad="dW", on=("small_batch", "strong_penalty")),
    Stable("loss", "dW", on=("huge_scores", "shifted_scores", "one_loud_row", "far_below_zero", "far_behind")),
    LogOfProbability("loss", "dW", on=("hopeless_scores", "hopeless_example")),
    InputsUnchanged(on=("small_batch", "strong_penalty")),
    Repeatable(on=("small_batch", "strong_penalty")),
    RandomStateUntouched(on=("small_batch",)),
]

EXERCISES = [
    exercise(
        "softmax_loss_naive",
        title="Softmax loss, with loops",
        oracle=by_pytorch.softmax,
        uses=["softmax_loss_naive"],
        prefer=["**/cs231n/classifiers/softmax.py", "**/classifiers/softmax.py", "**/softmax.py"],
        shapes=SHAPES,
        cases=IN_LOOPS_CASES,
        checks=CHECKS,
        mistakes=IN_LOOPS,
        variants=[
            Variant(
                "half_penalty",
                HALF_PENALTY,
                "num_train = X.shape[0]",
                "num_train, reg = X.shape[0], reg / 2",
            ),
        ],
    ),
    exercise(
        "softmax_loss_vectorized",
        title="Softmax loss, vectorised",
        oracle=by_pytorch.softmax,
        uses=["softmax_loss_vectorized"],
        prefer=["**/cs231n/classifiers/softmax.py", "**/classifiers/softmax.py", "**/softmax.py"],
        shapes=SHAPES,
        cases=CASES,
        checks=[
            *CHECKS,
            SameAs("softmax_loss_naive", "loss", "dW", on=("small_batch", "strong_penalty", "many_classes")),
            Faster(loops="softmax_loss_naive", on=("large",)),
            NoCalls(*batches.NOT_BY_HAND, on=("small_batch",)),
        ],
        mistakes=WITHOUT_LOOPS,
        variants=[
            Variant(
                "half_penalty",
                HALF_PENALTY,
                "    examples = np.arange(len(y))\n",
                "    examples, reg = np.arange(len(y)), reg / 2\n",
            ),
        ],
    ),
]
