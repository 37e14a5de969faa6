"""How the softmax loss goes wrong: what is said, and what is changed in the solution of softmax.py for it."""

from __future__ import annotations

from grader.authoring import Mistake, Patch

from .slips import average_slips, penalty_slips, return_slips

EPSILONS = (5, 6, 7, 8, 9, 10)
FLOORS = (5, 6, 7, 8, 9, 10, 12, 15)
EPSILON_SAYS = (
    "a small number is added inside the logarithm: it changes every loss a little, "
    "and caps the loss where the right class is unlikely"
)
UNDERFLOW_SAYS = (
    "the logarithm is taken of a probability that has underflowed to 0, so that the loss is infinite: "
    "take the logarithm of the sum, and leave the right class's score as it is"
)
FLOOR_SAYS = (
    "the probability is kept from 0 inside the logarithm (np.clip, np.maximum, or a tiny number added): "
    "that caps the loss where the right class is unlikely"
)

SAYS = {
    "sign": "the minus is missing: the loss is minus the logarithm of the right class's probability",
    "log_to_base_10": "the logarithm is to base 10; the loss takes the natural one (np.log)",
    "log_to_base_10_throughout": "the logarithm is to base 10, in loss and gradient; take the natural one (np.log)",
    "log_of_sum_to_base_10": (
        "the logarithm of the sum is to base 10, while exp is to base e: take the natural one (np.log)"
    ),
    "log_of_sum_to_base_10_unshifted": (
        "the logarithm of the sum is to base 10, while exp is to base e; nor are the scores shifted by their "
        "largest value first"
    ),
    "log_to_base_2": "the logarithm is to base 2; the loss takes the natural one (np.log)",
    "no_log": "the logarithm is missing: the loss is minus the probability itself",
    "one_minus_probability": "the loss is 1 minus the probability; it should be minus its logarithm",
    "every_class_pays": "the loss adds up minus the log of every class's probability; only the right class's counts",
    "best_class_pays": (
        "the loss takes the score of the best class, not of the right one: index the scores by y, not by argmax"
    ),
    "best_class_for_right": "the best class stands where the right one should, in loss and gradient: use y, not argmax",
    "squared_distance": (
        "the loss is the squared distance of the probabilities from a one-hot row; it should be -log of the right one"
    ),
    "sums_not_a_column": (
        "the sums have the shape (N,), and are used along the wrong axis: keep them a column, (N, 1), by keepdims=True"
    ),
    "shift_not_a_column": (
        "the largest scores have the shape (N,), and are subtracted along the wrong axis: "
        "keep them a column, (N, 1), by keepdims=True"
    ),
    "binary_cross_entropy": (
        "the loss adds -log(1 - p) for the wrong classes, as for several independent labels; "
        "the softmax loss is -log p of the right class alone"
    ),
    "log_after_subtracting": (
        "the 1 is subtracted from the probabilities before their logarithm is taken, perhaps under another name "
        "for the same array: dscores = p.copy() keeps p as it is"
    ),
    "labels_off_by_one": "1 is subtracted from the labels: they count from 0, and index the scores as they are",
    "loss_divided_in_loop": (
        "the loss is divided by the number of examples inside the loop, once for every example: divide after the loop"
    ),
    "whole_rows": (
        "`log_p[y]` takes whole rows, those of the examples number y; one entry for each example is wanted, "
        "log_p[np.arange(N), y]"
    ),
    "not_normalised": "the loss is minus the right class's score: the logarithm of the sum over all classes is missing",
    "no_shift": "exp overflows: the scores are not shifted by their largest value first",
    "one_shift_for_all": (
        "all examples are shifted by the same number, the largest score of the batch: "
        "an example whose scores are far below it ends in 0/0"
    ),
    "shifted_by_right_class": (
        "the scores are shifted by the right class's, not by the largest: exp overflows when others are far ahead"
    ),
    "shift_added": "the largest score is added to the scores where it should be subtracted: exp overflows even sooner",
    "shifted_by_smallest": "the scores are shifted by the smallest of them: exp overflows; subtract the largest",
    "shifted_by_mean": "the scores are shifted by their mean: exp still overflows; subtract the largest",
    "shifted_by_size": (
        "the scores are shifted by the largest absolute value: where all scores are far below zero, every exp is 0; "
        "subtract the largest score itself, with its sign"
    ),
    "shifted_by_columns": (
        "the shift is the largest score of each class over the batch (axis 0), which changes the probabilities; "
        "each example's scores are shifted by their own largest (axis 1)"
    ),
    "first_example_left_out": "the first example is left out: the loop over the examples starts at 1",
    "last_example_left_out": "the last example is left out: the loop over the examples ends too early",
    "first_example_only": "only the first example counts: does the function return inside the loop?",
    "sum_not_shifted": (
        "the scores are shifted in the numerator only: take the sum of exp over the shifted scores as well"
    ),
    "sum_not_shifted_in_loss": (
        "the loss takes the logarithm of the sum over the scores as they were before the shift: shift both or neither"
    ),
    "right_score_not_shifted": (
        "the loss takes the right class's score as it was before the shift, and the sum after it: shift both or neither"
    ),
    "one_hot_too_narrow": (
        "the one-hot rows have a column for each class up to the largest label, y.max() + 1: classes that do not occur "
        "in the batch count, too; there are W.shape[1] of them"
    ),
    "subtracted_from_all": "the 1 is subtracted from the probability of every class; only the right class's loses 1",
    "log_of_underflow": UNDERFLOW_SAYS,
    "right_class_not_subtracted": "the gradient is the probabilities alone: the 1 of the right class is not subtracted",
    "right_class_counted_twice": (
        "the right class's column gets p - 1 and then p as well: is there an `else` missing after the `if`?"
    ),
    "subtracted_from_wrong_classes": (
        "the 1 is subtracted from the probabilities of the wrong classes; only the right class's loses 1"
    ),
    "added_to_right_class": "1 is added to the right class's probability in the gradient; subtract it",
    "subtracted_twice": "2 is subtracted from the right class's probability in the gradient; subtract 1, once",
    "right_class_overwritten": (
        "the right class's entry of the gradient is set to -1 (=); subtract 1 from its probability (-=)"
    ),
    "subtracted_from_best_class": (
        "the 1 is subtracted from the probability of the best class; it belongs to the right one, y"
    ),
    "rows_subtracted": (
        "`dscores[y] -= 1` changes whole rows, those of the examples number y; subtract at dscores[np.arange(N), y]"
    ),
    "example_of_class": "the gradient takes the example X[j] of the class's number j; the example at hand is X[i]",
    "integers_in_gradient": "dW is an array of whole numbers, which cuts off what is added to it: make it of floats",
    "times_slope_of_sigmoid": (
        "the gradient is multiplied by p·(1 - p) once more: "
        "the slope by a score is p, less 1 for the right class, as it is"
    ),
    "sigmoid_for_softmax": "the gradient uses the sigmoid of each score where the probabilities, the softmax, belong",
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


def shift_slips(shift, shifts, log_of_ratio, probabilities):
    """Wrong ways to shift, each with the logarithm of a probability and with the logarithm of the sum."""
    for name, wrong in shifts.items():
        yield known(name, shift, wrong, log_of_ratio, probabilities)
        yield Mistake(f"{name}_under_a_log", SAYS[name], shift, wrong, also=(probabilities,))


def floor_slips(loss, ratio):
    """Small numbers that keep a probability from 0: added to it, or its least value."""
    for power in EPSILONS:
        yield Mistake(f"epsilon_in_log_1e_{power}", EPSILON_SAYS, loss, f"-np.log({ratio} + 1e-{power})")
    for power in FLOORS:
        yield Mistake(f"floor_in_log_1e_{power}", FLOOR_SAYS, loss, f"-np.log(np.maximum({ratio}, 1e-{power}))")


# ---------------------------------------------------------------- the loops

LOSS_IN_LOOPS = "log_sum - scores[y[i]]"
RATIO_IN_LOOPS = "np.exp(scores[y[i]]) / np.sum(np.exp(scores))"
PROBABILITY_IN_LOOPS = Patch("np.exp(scores - log_sum)", "np.exp(scores) / np.sum(np.exp(scores))")
SHIFT_IN_LOOPS = "scores - np.max(scores)"
SHIFTS_IN_LOOPS = {
    "no_shift": "scores",
    "one_shift_for_all": "scores - np.max(X @ W)",
    "shifted_by_right_class": "scores - scores[y[i]]",
    "shift_added": "scores + np.max(scores)",
    "shifted_by_smallest": "scores - np.min(scores)",
    "shifted_by_mean": "scores - np.mean(scores)",
    "shifted_by_size": "scores - np.max(np.abs(scores))",
}

IN_LOOPS = [
    Mistake(
        "right_score_added",
        "the right class's score is added to the logarithm of the sum; subtract it",
        LOSS_IN_LOOPS,
        "log_sum + scores[y[i]]",
    ),
    Mistake(
        "entropy",
        "the loss is the entropy of the probabilities, the sum of -p·log(p); it is -log of the right one's alone",
        LOSS_IN_LOOPS,
        "np.sum(np.exp(scores - log_sum) * (log_sum - scores))",
    ),
    Mistake(
        "last_class_pays",
        "the loss takes the score of the last class (a loop's j left over?), not of the right one: index by y",
        LOSS_IN_LOOPS,
        "log_sum - scores[-1]",
    ),
    Mistake(
        "gradient_of_last_example",
        "the gradient has the last example's part only: add to it (+=) inside the loop over the examples",
        "dW += np.outer(X[i], slopes)",
        "dW = np.outer(X[i], slopes)",
    ),
    Mistake(
        "shifted_in_loss_only",
        "the scores are shifted for the loss, but not for the probabilities of the gradient: there exp still overflows",
        "slopes = np.exp(scores - log_sum)",
        "slopes = np.exp(X[i] @ W) / np.sum(np.exp(X[i] @ W))",
    ),
    Mistake(
        "slope_of_sigmoid",
        "the gradient takes p·(1 - p) of every class, as for a sigmoid; the slope by a score is p, less 1 for the "
        "right class",
        "slopes[y[i]] -= 1.0",
        "slopes *= 1.0 - slopes",
    ),
    *average_slips("loss", "dW", "num_train"),
    *penalty_slips("reg * np.sum(W * W)", "2 * reg * W"),
    *return_slips("2 * reg * W"),
    known("sign", LOSS_IN_LOOPS, "scores[y[i]] - log_sum"),
    known("log_to_base_10", LOSS_IN_LOOPS, f"({LOSS_IN_LOOPS}) / np.log(10)"),
    known(
        "log_to_base_10_throughout",
        LOSS_IN_LOOPS,
        f"({LOSS_IN_LOOPS}) / np.log(10)",
        Patch("np.outer(X[i], slopes)", "np.outer(X[i], slopes) / np.log(10)"),
    ),
    known("log_to_base_2", LOSS_IN_LOOPS, f"({LOSS_IN_LOOPS}) / np.log(2)"),
    known("no_log", LOSS_IN_LOOPS, "-np.exp(scores[y[i]] - log_sum)"),
    known("one_minus_probability", LOSS_IN_LOOPS, "1 - np.exp(scores[y[i]] - log_sum)"),
    known("every_class_pays", LOSS_IN_LOOPS, "np.sum(log_sum - scores)"),
    known("not_normalised", LOSS_IN_LOOPS, "-scores[y[i]]"),
    *shift_slips(
        SHIFT_IN_LOOPS, SHIFTS_IN_LOOPS, Patch(LOSS_IN_LOOPS, f"-np.log({RATIO_IN_LOOPS})"), PROBABILITY_IN_LOOPS
    ),
    known(
        "sum_not_shifted",
        "log_sum = np.log(np.sum(np.exp(scores)))",
        "log_sum = np.log(np.sum(np.exp(X[i] @ W)))",
        Patch("np.exp(scores - log_sum)", "np.exp(scores) / np.sum(np.exp(X[i] @ W))"),
    ),
    known("sum_not_shifted_in_loss", LOSS_IN_LOOPS, "np.log(np.sum(np.exp(X[i] @ W))) - scores[y[i]]"),
    known("right_score_not_shifted", LOSS_IN_LOOPS, "log_sum - X[i] @ W[:, y[i]]"),
    known("log_of_sum_to_base_10", LOSS_IN_LOOPS, "log_sum / np.log(10) - scores[y[i]]"),
    known(
        "log_of_sum_to_base_10_unshifted",
        SHIFT_IN_LOOPS,
        "scores",
        Patch(LOSS_IN_LOOPS, "log_sum / np.log(10) - scores[y[i]]"),
        PROBABILITY_IN_LOOPS,
    ),
    known("best_class_pays", LOSS_IN_LOOPS, "log_sum - np.max(scores)"),
    known(
        "best_class_for_right",
        LOSS_IN_LOOPS,
        "log_sum - np.max(scores)",
        Patch("slopes[y[i]] -= 1.0", "slopes[np.argmax(scores)] -= 1.0"),
    ),
    known("log_after_subtracting", LOSS_IN_LOOPS, f"-np.log({RATIO_IN_LOOPS} - 1.0)", PROBABILITY_IN_LOOPS),
    known("labels_off_by_one", "loss, dW = 0.0, np.zeros_like(W)", "y, loss, dW = y - 1, 0.0, np.zeros_like(W)"),
    known(
        "loss_divided_in_loop",
        "        slopes[y[i]] -= 1.0\n",
        "        slopes[y[i]] -= 1.0\n        loss = loss / num_train\n",
        Patch("loss = loss / num_train + reg", "loss = loss + reg"),
    ),
    known("first_example_left_out", "range(num_train)", "range(1, num_train)"),
    known("last_example_left_out", "range(num_train)", "range(num_train - 1)"),
    known("first_example_only", "range(num_train)", "range(1)"),
    known("log_of_underflow", LOSS_IN_LOOPS, f"-np.log({RATIO_IN_LOOPS})"),
    *floor_slips(LOSS_IN_LOOPS, RATIO_IN_LOOPS),
    known("right_class_not_subtracted", "        slopes[y[i]] -= 1.0\n", ""),
    known("right_class_counted_twice", "slopes[y[i]] -= 1.0", "slopes[y[i]] += slopes[y[i]] - 1.0"),
    known("subtracted_from_wrong_classes", "slopes[y[i]] -= 1.0", "slopes[np.arange(len(slopes)) != y[i]] -= 1.0"),
    known("subtracted_from_all", "slopes[y[i]] -= 1.0", "slopes -= 1.0"),
    known("added_to_right_class", "slopes[y[i]] -= 1.0", "slopes[y[i]] += 1.0"),
    known("subtracted_twice", "slopes[y[i]] -= 1.0", "slopes[y[i]] -= 2.0"),
    known("right_class_overwritten", "slopes[y[i]] -= 1.0", "slopes[y[i]] = -1.0"),
    known("subtracted_from_best_class", "slopes[y[i]] -= 1.0", "slopes[np.argmax(scores)] -= 1.0"),
    known("example_of_class", "np.outer(X[i], slopes)", "X[np.arange(len(slopes))].T * slopes"),
    known(
        "integers_in_gradient",
        "np.zeros_like(W)",
        "np.zeros(W.shape, dtype=int)",
        Patch("dW += np.outer(X[i], slopes)", "dW[...] = dW + np.outer(X[i], slopes)"),
    ),
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
SHIFTS = {
    "no_shift": "scores",
    "one_shift_for_all": "scores - scores.max()",
    "shifted_by_right_class": "scores - scores[examples, y][:, None]",
    "shift_added": "scores + scores.max(axis=1, keepdims=True)",
    "shifted_by_smallest": "scores - scores.min(axis=1, keepdims=True)",
    "shifted_by_mean": "scores - scores.mean(axis=1, keepdims=True)",
    "shifted_by_size": "scores - np.abs(scores).max(axis=1, keepdims=True)",
    "shifted_by_columns": "scores - scores.max(axis=0)",
}

WITHOUT_LOOPS = [
    Mistake(
        "right_score_added",
        "the right class's score is added to the logarithm of the sum; subtract it",
        LOSSES,
        "log_sums + scores[examples, y]",
    ),
    Mistake(
        "entropy",
        "the loss is the entropy of the probabilities, the sum of -p·log(p); it is -log of the right one's alone",
        LOSSES,
        "np.sum(np.exp(scores - log_sums[:, None]) * (log_sums[:, None] - scores), axis=1)",
    ),
    Mistake(
        "gradient_normalised_over_examples",
        "in the gradient the probabilities add up to 1 over the examples (axis 0); they should over the classes of "
        "each example (axis 1)",
        "np.exp(scores - log_sums[:, None])",
        "np.exp(scores) / np.exp(scores).sum(axis=0)",
    ),
    Mistake(
        "shifted_in_loss_only",
        "the scores are shifted for the loss, but not for the probabilities of the gradient: there exp still overflows",
        "np.exp(scores - log_sums[:, None])",
        "np.exp(X @ W) / np.exp(X @ W).sum(axis=1, keepdims=True)",
    ),
    Mistake(
        "slope_of_sigmoid",
        "the gradient takes p·(1 - p) of every class, as for a sigmoid; the slope by a score is p, less 1 for the "
        "right class",
        "dscores[examples, y] -= 1.0",
        "dscores *= 1.0 - dscores",
    ),
    Mistake(
        "examples_centred",
        "the mean of the batch is subtracted from X: the scores are those of X as it is",
        "scores = X @ W  # (N, C)",
        "X = X - X.mean(axis=0)\n    scores = X @ W",
    ),
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
    known(
        "log_to_base_10_throughout",
        LOSSES,
        f"({LOSSES}) / np.log(10)",
        Patch("X.T @ dscores", "X.T @ dscores / np.log(10)"),
    ),
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
    *shift_slips(SHIFT, SHIFTS, Patch(LOSSES, f"-np.log({RATIOS}[examples, y])"), PROBABILITIES),
    known(
        "sum_not_shifted",
        "np.log(np.exp(scores).sum(axis=1))",
        "np.log(np.exp(X @ W).sum(axis=1))",
        Patch("np.exp(scores - log_sums[:, None])", "np.exp(scores) / np.exp(X @ W).sum(axis=1, keepdims=True)"),
    ),
    known("sum_not_shifted_in_loss", LOSSES, "np.log(np.exp(X @ W).sum(axis=1)) - scores[examples, y]"),
    known("right_score_not_shifted", LOSSES, "log_sums - (X @ W)[examples, y]"),
    known("log_of_sum_to_base_10", LOSSES, "log_sums / np.log(10) - scores[examples, y]"),
    known(
        "log_of_sum_to_base_10_unshifted",
        SHIFT,
        "scores",
        Patch(LOSSES, "log_sums / np.log(10) - scores[examples, y]"),
        PROBABILITIES,
    ),
    known("best_class_pays", LOSSES, "log_sums - scores.max(axis=1)"),
    known(
        "best_class_for_right",
        LOSSES,
        "log_sums - scores.max(axis=1)",
        Patch("dscores[examples, y] -= 1.0", "dscores[examples, scores.argmax(axis=1)] -= 1.0"),
    ),
    known(
        "binary_cross_entropy",
        LOSSES,
        "-np.sum((np.arange(W.shape[1]) == y[:, None]) * (scores - log_sums[:, None]) + "
        "(np.arange(W.shape[1]) != y[:, None]) * np.log(1 - np.exp(scores - log_sums[:, None])), axis=1)",
    ),
    known(
        "squared_distance",
        LOSSES,
        "np.sum((np.exp(scores - log_sums[:, None]) - (np.arange(W.shape[1]) == y[:, None])) ** 2, axis=1)",
    ),
    known(
        "sums_not_a_column",
        LOSSES,
        "(log_sums - scores)[examples, y]",
        Patch("np.exp(scores - log_sums[:, None])", "np.exp(scores - log_sums)"),
    ),
    known("shift_not_a_column", SHIFT, "scores - scores.max(axis=1)", PROBABILITIES),
    Mistake(
        "nothing_a_column",
        SAYS["shift_not_a_column"],
        SHIFT,
        "scores - scores.max(axis=1)",
        also=(
            Patch(LOSSES, "-np.log((np.exp(scores) / np.exp(scores).sum(axis=1))[examples, y])"),
            Patch("np.exp(scores - log_sums[:, None])", "np.exp(scores) / np.exp(scores).sum(axis=1)"),
        ),
    ),
    Mistake(
        "size_of_log_after_subtracting",
        SAYS["log_after_subtracting"],
        LOSSES,
        f"-np.log(np.abs({RATIOS}[examples, y] - 1.0))",
        also=(PROBABILITIES,),
    ),
    known("log_after_subtracting", LOSSES, f"-np.log({RATIOS}[examples, y] - 1.0)", PROBABILITIES),
    known("labels_off_by_one", "    examples = np.arange(len(y))\n", "    examples, y = np.arange(len(y)), y - 1\n"),
    known("whole_rows", LOSSES, "(log_sums[:, None] - scores)[y].sum(axis=1)"),
    known("log_of_underflow", LOSSES, f"-np.log({RATIOS}[examples, y])"),
    known(
        "log_of_underflow_times_one_hot",
        LOSSES,
        f"-np.sum((np.arange(W.shape[1]) == y[:, None]) * np.log({RATIOS}), axis=1)",
    ),
    *floor_slips(LOSSES, f"{RATIOS}[examples, y]"),
    known("right_class_not_subtracted", "    dscores[examples, y] -= 1.0\n", ""),
    known(
        "subtracted_from_wrong_classes", "dscores[examples, y] -= 1.0", "dscores -= np.arange(W.shape[1]) != y[:, None]"
    ),
    known(
        "one_hot_too_narrow",
        LOSSES,
        "-np.sum(np.eye(y.max() + 1)[y] * (scores - log_sums[:, None]), axis=1)",
        Patch("dscores[examples, y] -= 1.0", "dscores = dscores - np.eye(y.max() + 1)[y]"),
    ),
    known("subtracted_from_all", "dscores[examples, y] -= 1.0", "dscores -= 1.0"),
    known("added_to_right_class", "dscores[examples, y] -= 1.0", "dscores[examples, y] += 1.0"),
    known("subtracted_twice", "dscores[examples, y] -= 1.0", "dscores[examples, y] -= 2.0"),
    known("right_class_overwritten", "dscores[examples, y] -= 1.0", "dscores[examples, y] = -1.0"),
    known(
        "subtracted_from_best_class",
        "dscores[examples, y] -= 1.0",
        "dscores[examples, scores.argmax(axis=1)] -= 1.0",
    ),
    known("sigmoid_for_softmax", "np.exp(scores - log_sums[:, None])", "1 / (1 + np.exp(-scores))"),
    known(
        "times_slope_of_sigmoid",
        "X.T @ dscores",
        "X.T @ (dscores * np.exp(scores - log_sums[:, None]) * (1 - np.exp(scores - log_sums[:, None])))",
    ),
    known("rows_subtracted", "dscores[examples, y] -= 1.0", "dscores[y] -= 1.0"),
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
