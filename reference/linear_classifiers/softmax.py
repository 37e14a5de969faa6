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
    Mistake,
    NoCalls,
    NoImports,
    Patch,
    RandomStateUntouched,
    Regularization,
    Repeatable,
    SameAs,
    Stable,
    Variant,
    exercise,
)

from . import batches
from .slips import HALF_PENALTY, average_slips, penalty_slips, return_slips


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
    Stable("loss", "dW", on=("huge_scores", "shifted_scores", "one_loud_row", "far_behind")),
    LogOfProbability("loss", "dW", on=("hopeless_scores", "hopeless_example")),
    InputsUnchanged(on=("small_batch", "strong_penalty")),
    Repeatable(on=("small_batch", "strong_penalty")),
    RandomStateUntouched(on=("small_batch",)),
]

EPSILONS = (5, 6, 7, 8, 9, 10, 12, 15)
EPSILON_SAYS = (
    "a small number is added inside the logarithm: it changes every loss a little, "
    "and caps the loss where the right class is unlikely"
)
UNDERFLOW_SAYS = (
    "the logarithm is taken of a probability that has underflowed to 0, so that the loss is infinite: "
    "take the logarithm of the sum, and leave the right class's score as it is"
)
UNSHIFTED_SAYS = "exp overflows: the scores are not shifted by their largest value first"
ONE_SHIFT_SAYS = (
    "all examples are shifted by the same number, the largest score of the batch: "
    "an example whose scores are far below it ends in 0/0"
)

SAYS = {
    "sign": "the minus is missing: the loss is minus the logarithm of the right class's probability",
    "log_to_base_10": "the logarithm is to base 10; the loss takes the natural one (np.log)",
    "log_to_base_2": "the logarithm is to base 2; the loss takes the natural one (np.log)",
    "no_log": "the logarithm is missing: the loss is minus the probability itself",
    "one_minus_probability": "the loss is 1 minus the probability; it should be minus its logarithm",
    "every_class_pays": "the loss adds up minus the log of every class's probability; only the right class's counts",
    "not_normalised": "the loss is minus the right class's score: the logarithm of the sum over all classes is missing",
    "no_shift": UNSHIFTED_SAYS,
    "first_example_left_out": "the first example is left out: the loop over the examples starts at 1",
    "last_example_left_out": "the last example is left out: the loop over the examples ends too early",
    "first_example_only": "only the first example counts: does the function return inside the loop?",
    "pairwise": (
        "the scores are shifted by the right class's, not by the largest: exp overflows when others are far ahead"
    ),
    "one_shift_for_all_under_a_log": ONE_SHIFT_SAYS,
    "no_shift_under_a_log": UNSHIFTED_SAYS,
    "one_shift_for_all": ONE_SHIFT_SAYS,
    "log_of_underflow": UNDERFLOW_SAYS,
    "right_class_not_subtracted": "the gradient is the probabilities alone: the 1 of the right class is not subtracted",
    "right_class_alone": (
        "only the right class's column of the gradient is filled: every class's probability depends on all scores"
    ),
    "wrong_classes_alone": "the right class's column of the gradient is empty: its probability less 1 belongs there",
    "gradient_sign": "the gradient of the data's part has the wrong sign",
    "gradient_not_normalised": (
        "the gradient uses exp(scores) where the probabilities belong: the division by their sum is missing"
    ),
    "gradient_by_scores": "the gradient uses the scores where the probabilities belong",
    "changes_weights": "the weights themselves are changed while the penalty's gradient is worked out",
    "loops": "the vectorised function loops over the examples",
    "averaged_over_classes": (
        "the loss is averaged over all entries of an (N, C) array: divide by the number of examples only"
    ),
    "whole_columns": (
        "`p[:, y]` takes whole columns, an (N, N) array, where one entry per example is wanted, that of its own label"
    ),
    "normalised_over_examples": (
        "the probabilities add up to 1 over the examples (axis 0); they should over the classes of each "
        "example (axis 1)"
    ),
    "normalised_over_examples_after_the_shift": (
        "the probabilities add up to 1 over the examples (axis 0); they should over the classes of "
        "each example (axis 1)"
    ),
    "normalised_over_the_batch": (
        "the probabilities add up to 1 over the whole batch; they should over the classes of each example"
    ),
    "log_of_underflow_times_one_hot": (
        "0 times the logarithm of a probability that has underflowed to 0 is nan: pick the right class's "
        "entries instead of multiplying by zeros"
    ),
    "whole_columns_subtracted": (
        "`dscores[:, y] -= 1` changes whole columns; subtract 1 only where an example meets its own label"
    ),
}


def known(name, find, replace, *also):
    """The mistake of this name: what it changes in the solution."""
    return Mistake(name, SAYS[name], find, replace, also=also)


# ---------------------------------------------------------------- the loops

LOSS_IN_LOOPS = "log_sum - scores[y[i]]"
RATIO_IN_LOOPS = "np.exp(scores[y[i]]) / np.sum(np.exp(scores))"
PROBABILITY_IN_LOOPS = Patch("np.exp(scores - log_sum)", "np.exp(scores) / np.sum(np.exp(scores))")

IN_LOOPS = [
    *average_slips("loss", "dW", "num_train"),
    *penalty_slips("reg * np.sum(W * W)", "2 * reg * W"),
    *return_slips("2 * reg * W"),
    known("sign", LOSS_IN_LOOPS, "scores[y[i]] - log_sum"),
    known("log_to_base_10", LOSS_IN_LOOPS, f"({LOSS_IN_LOOPS}) / np.log(10)"),
    known("log_to_base_2", LOSS_IN_LOOPS, f"({LOSS_IN_LOOPS}) / np.log(2)"),
    known("no_log", LOSS_IN_LOOPS, "-np.exp(scores[y[i]] - log_sum)"),
    known("one_minus_probability", LOSS_IN_LOOPS, "1 - np.exp(scores[y[i]] - log_sum)"),
    known("every_class_pays", LOSS_IN_LOOPS, "np.sum(log_sum - scores)"),
    known("not_normalised", LOSS_IN_LOOPS, "-scores[y[i]]"),
    known(
        "no_shift",
        "scores = scores - np.max(scores)",
        "scores = scores",
        Patch(LOSS_IN_LOOPS, f"-np.log({RATIO_IN_LOOPS})"),
        PROBABILITY_IN_LOOPS,
    ),
    known("one_shift_for_all_under_a_log", "np.max(scores)", "np.max(X @ W)", PROBABILITY_IN_LOOPS),
    known("first_example_left_out", "range(num_train)", "range(1, num_train)"),
    known("last_example_left_out", "range(num_train)", "range(num_train - 1)"),
    known("first_example_only", "range(num_train)", "range(1)"),
    known("pairwise", "np.max(scores)", "scores[y[i]]", PROBABILITY_IN_LOOPS),
    known("no_shift_under_a_log", "scores = scores - np.max(scores)", "scores = scores", PROBABILITY_IN_LOOPS),
    known(
        "one_shift_for_all",
        "np.max(scores)",
        "np.max(X @ W)",
        Patch(LOSS_IN_LOOPS, f"-np.log({RATIO_IN_LOOPS})"),
        PROBABILITY_IN_LOOPS,
    ),
    known("log_of_underflow", LOSS_IN_LOOPS, f"-np.log({RATIO_IN_LOOPS})"),
    *[
        Mistake(f"epsilon_in_log_1e_{power}", EPSILON_SAYS, LOSS_IN_LOOPS, f"-np.log({RATIO_IN_LOOPS} + 1e-{power})")
        for power in EPSILONS
    ],
    known("right_class_not_subtracted", "        slopes[y[i]] -= 1.0\n", ""),
    known("right_class_alone", "np.outer(X[i], slopes)", "np.outer(X[i], slopes * (np.arange(len(slopes)) == y[i]))"),
    known("wrong_classes_alone", "np.outer(X[i], slopes)", "np.outer(X[i], slopes * (np.arange(len(slopes)) != y[i]))"),
    known("gradient_sign", "np.outer(X[i], slopes)", "np.outer(X[i], -slopes)"),
    known("gradient_not_normalised", "np.exp(scores - log_sum)", "np.exp(scores)"),
    known("gradient_by_scores", "np.exp(scores - log_sum)", "scores"),
    known("changes_weights", "dW = dW / num_train + 2 * reg * W", "W *= 2 * reg\n    dW = dW / num_train + W"),
]

# ---------------------------------------------------------------- without loops

LOSSES = "log_sums - scores[examples, y]"
RATIOS = "(np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True))"
PROBABILITIES = Patch("np.exp(scores - log_sums[:, None])", RATIOS)
SHIFT = "scores - scores.max(axis=1, keepdims=True)"

WITHOUT_LOOPS = [
    *average_slips("losses.sum()", "X.T @ dscores", "len(y)"),
    *penalty_slips("reg * np.sum(W**2)", "reg * 2 * W"),
    *return_slips("reg * 2 * W"),
    known(
        "loops",
        "    examples = np.arange(len(y))\n",
        "    return softmax_loss_naive(W, X, y, reg)\n    examples = np.arange(len(y))\n",
    ),
    known("averaged_over_classes", "losses.sum() / len(y)", "losses.sum() / scores.size"),
    known("sign", LOSSES, "scores[examples, y] - log_sums"),
    known("log_to_base_10", LOSSES, f"({LOSSES}) / np.log(10)"),
    known("log_to_base_2", LOSSES, f"({LOSSES}) / np.log(2)"),
    known("no_log", LOSSES, "-np.exp(scores[examples, y] - log_sums)"),
    known("one_minus_probability", LOSSES, "1 - np.exp(scores[examples, y] - log_sums)"),
    known("every_class_pays", LOSSES, "(log_sums[:, None] - scores).sum(axis=1)"),
    known("whole_columns", LOSSES, "(log_sums[:, None] - scores)[:, y].sum(axis=1)"),
    known("not_normalised", LOSSES, "-scores[examples, y]"),
    known(
        "normalised_over_examples",
        "log_sums = np.log(np.exp(scores).sum(axis=1))",
        "column_sums = np.log(np.exp(scores).sum(axis=0))",
        Patch(LOSSES, "(column_sums - scores)[examples, y]"),
        Patch("np.exp(scores - log_sums[:, None])", "np.exp(scores - column_sums)"),
        Patch(SHIFT, "scores - scores.max(axis=0)"),
    ),
    known(
        "normalised_over_examples_after_the_shift",
        "log_sums = np.log(np.exp(scores).sum(axis=1))",
        "column_sums = np.log(np.exp(scores).sum(axis=0))",
        Patch(LOSSES, "(column_sums - scores)[examples, y]"),
        Patch("np.exp(scores - log_sums[:, None])", "np.exp(scores - column_sums)"),
    ),
    known(
        "normalised_over_the_batch",
        "np.log(np.exp(scores).sum(axis=1))",
        "np.full(len(y), np.log(np.exp(scores).sum()))",
    ),
    known("no_shift", SHIFT, "scores", Patch(LOSSES, f"-np.log({RATIOS}[examples, y])"), PROBABILITIES),
    known("one_shift_for_all_under_a_log", "scores.max(axis=1, keepdims=True)", "scores.max()", PROBABILITIES),
    known("pairwise", "scores.max(axis=1, keepdims=True)", "scores[examples, y][:, None]", PROBABILITIES),
    known("no_shift_under_a_log", SHIFT, "scores", PROBABILITIES),
    known(
        "one_shift_for_all",
        "scores.max(axis=1, keepdims=True)",
        "scores.max()",
        Patch(LOSSES, f"-np.log({RATIOS}[examples, y])"),
        PROBABILITIES,
    ),
    known("log_of_underflow", LOSSES, f"-np.log({RATIOS}[examples, y])"),
    known(
        "log_of_underflow_times_one_hot",
        LOSSES,
        f"-np.sum((np.arange(W.shape[1]) == y[:, None]) * np.log({RATIOS}), axis=1)",
    ),
    *[
        Mistake(f"epsilon_in_log_1e_{power}", EPSILON_SAYS, LOSSES, f"-np.log({RATIOS}[examples, y] + 1e-{power})")
        for power in EPSILONS
    ],
    known("right_class_not_subtracted", "    dscores[examples, y] -= 1.0\n", ""),
    known("whole_columns_subtracted", "dscores[examples, y] -= 1.0", "dscores[:, y] -= 1.0"),
    known(
        "right_class_alone",
        "dscores[examples, y] -= 1.0",
        "dscores = np.where(np.arange(W.shape[1]) == y[:, None], dscores - 1.0, 0.0)",
    ),
    known("gradient_sign", "X.T @ dscores", "-X.T @ dscores"),
    known("gradient_not_normalised", "np.exp(scores - log_sums[:, None])", "np.exp(scores)"),
    known("gradient_by_scores", "np.exp(scores - log_sums[:, None])", "scores.copy()"),
    known(
        "changes_weights",
        "dW = X.T @ dscores / len(y) + reg * 2 * W",
        "W *= 2 * reg\n    dW = X.T @ dscores / len(y) + W",
    ),
]

EXERCISES = [
    exercise(
        "softmax_loss_naive",
        title="Softmax loss, with loops",
        uses=["softmax_loss_naive"],
        prefer=["**/softmax.py"],
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
        uses=["softmax_loss_vectorized"],
        prefer=["**/softmax.py"],
        shapes=SHAPES,
        cases=CASES,
        checks=[
            *CHECKS,
            SameAs("softmax_loss_naive", "loss", "dW", on=("small_batch", "strong_penalty", "many_classes")),
            Faster(loops="softmax_loss_naive", on=("large",)),
            NoCalls("numpy.vectorize", "numpy.apply_along_axis", "numpy.frompyfunc", on=("small_batch",)),
            NoImports("torch", "tensorflow", "jax", "autograd", "sklearn", on=("small_batch",)),
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
