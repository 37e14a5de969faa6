"""How the losses go wrong: what is said, and what is changed in the solution of losses.py for it."""

from __future__ import annotations

from grader.authoring import Mistake, Patch

from .slips import narrow_first, slips

averages = slips(
    {
        "summed": "loss and gradient are summed over the examples, not averaged",
        "loss_summed": "the loss is summed over the examples, not averaged; the gradient is averaged",
        "gradient_summed": "the gradient is not divided by the number of examples; the loss is",
        "averaged_twice": "loss and gradient are divided by the number of examples twice",
        "gradient_averaged_twice": "the gradient is divided by the number of examples twice",
        "divided_by_classes": "loss and gradient are divided by the number of classes; divide by that of the examples",
        "gradient_divided_by_classes": (
            "the gradient is divided by the number of classes; divide by that of the examples"
        ),
        "averaged_over_classes": (
            "loss and gradient are averaged over the classes too: divide by the number of examples"
        ),
        "loss_averaged_over_classes": "the loss is averaged over the classes too: divide by the number of examples",
        "gradient_negative": "the whole gradient has the wrong sign: it points downhill, a gradient points uphill",
        "gradient_transposed": "the gradient is transposed: dx has one row per example, like x",
        "gradient_unfinished": "dx is zero throughout, as in a starter: the gradient is unfinished",
        "unfinished": "loss and gradient are zero, as in a starter: the function is unfinished",
        "loss_negative": "the loss has the wrong sign",
        "scores_changed": "x itself is changed in place (`x -= ...`): the caller still needs its scores",
        "gradient_only_of_first": "only the first row of dx is filled: the other examples have a gradient, too",
    }
)


def average_slips(loss, dx, start, end):
    """The usual mistakes in the averages `{loss} / len(y)` and `{dx} / len(y)`, and in what is returned."""
    mean, slope = f"{loss} / len(y)", f"{dx} / len(y)"
    return [
        averages("summed", mean, loss, Patch(slope, dx)),
        averages("loss_summed", mean, loss),
        averages("gradient_summed", slope, dx),
        averages("averaged_twice", mean, f"{mean} / len(y)", Patch(slope, f"{slope} / len(y)")),
        averages("gradient_averaged_twice", slope, f"{slope} / len(y)"),
        averages("divided_by_classes", mean, f"{loss} / x.shape[1]", Patch(slope, f"{dx} / x.shape[1]")),
        averages("gradient_divided_by_classes", slope, f"{dx} / x.shape[1]"),
        averages("averaged_over_classes", mean, f"{loss} / x.size", Patch(slope, f"{dx} / x.size")),
        averages("loss_averaged_over_classes", mean, f"{loss} / x.size"),
        averages("gradient_negative", slope, f"-{slope}"),
        averages("gradient_transposed", slope, f"{slope}\n    dx = dx.T"),
        averages("gradient_unfinished", slope, "np.zeros_like(x)"),
        averages("unfinished", end, end.replace("return ", "return 0 * ").replace(", dx", ", 0 * dx")),
        averages("loss_negative", end, end.replace("return ", "return -")),
        averages("scores_changed", start, f"{start}\n    x -= x.max(axis=1, keepdims=True)"),
        averages("gradient_only_of_first", slope, f"{slope}\n    dx[1:] = 0"),
    ]


# ---------------------------------------------------------------- SVM

MARGINS, OWN, MASK = "x - right + 1", "    margins[rows, y] = 0\n", "(margins > 0).astype(x.dtype)"
OWN_SLOPE = "    pushes[rows, y] = -pushes.sum(axis=1)\n"
svm = slips(
    {
        "counts_correct_class": (
            "the sum runs over the correct class too: its margin against itself is 1, so that every example pays 1 too "
            "much"
        ),
        "counts_correct_class_twice": (
            "the correct class's own margin of 1 is counted, in the loss and in the gradient: take it out before both"
        ),
        "no_margin": (
            "the margin of 1 is missing: a wrong class should pay as soon as it comes within 1 of the right one"
        ),
        "margin_subtracted": "the margin of 1 is subtracted where it should be added",
        "margin_reversed": "the difference of the scores is the wrong way round: the right class pays for being ahead",
        "not_clipped": "negative margins are added, too: a class that is far enough behind should cost nothing",
        "absolute_margins": "margins are counted by their size, np.abs: a negative one should cost nothing",
        "squared": "the loss squares the margins, like the squared hinge; the gradient is that of the plain hinge",
        "squared_hinge": "the margins are squared, in loss and gradient: that is the squared hinge loss",
        "largest_margin_only": "only the class with the largest margin pays; here every positive margin counts",
        "right_not_a_column": (
            "the scores of the right classes have the shape (N,), and are subtracted along the wrong axis: "
            "make them a column, (N, 1), by [:, None]"
        ),
        "right_columns": (
            "`x[:, y]` is an (N, N) array of whole columns; one entry per row is wanted: x[np.arange(N), y]"
        ),
        "columns_cleared": (
            "`margins[:, y] = 0` clears whole columns; clear one entry per example, margins[np.arange(N), y]"
        ),
        "rows_cleared": (
            "`margins[y] = 0` clears whole rows, those of the examples number y; clear margins[np.arange(N), y]"
        ),
        "compared_with_best": "margins are taken to the largest score; take them to the score of the right class",
        "correct_class_missing": (
            "the gradient forgets that each positive margin also depends on the score of the correct class: "
            "its entry gets nothing"
        ),
        "correct_class_once": (
            "the correct class's entry of the gradient is -1; it should be minus the number of positive margins"
        ),
        "correct_class_counts_all": (
            "the correct class's entry of the gradient counts all other classes; count those with a positive margin"
        ),
        "correct_class_by_margins": (
            "in the gradient, the correct class's entry is the sum of the margins; it should be their number"
        ),
        "correct_class_sign": (
            "in the gradient, the correct class's entry has the wrong sign: raising its score lowers the loss"
        ),
        "correct_class_too_high": (
            "in the gradient, the correct class's own entry is not cleared: it is too high by one"
        ),
        "count_from_all_columns": (
            "the number of positive margins is subtracted from every column; it belongs to the correct class's "
            "entry alone"
        ),
        "count_over_examples": (
            "the positive margins are counted over the examples (axis 0); count them in each row (axis 1)"
        ),
        "gradient_times_margin": "the gradient is the margin itself; a positive margin has the slope 1",
        "mask_of_scores": "the mask asks which scores are positive; it should ask which margins are",
        "mask_of_all": (
            "the mask `margins >= 0` holds everywhere, as margins are clipped at 0; it should be `margins > 0`"
        ),
        "above_one": "only margins above 1 count in the gradient; any positive margin does",
        "first_class_left_out": "the first class is left out of the sum, as if labels counted from 1",
    }
)
SVM = narrow_first(
    [
        *average_slips("margins.sum()", "pushes", "rows = np.arange(len(y))", "return loss, dx"),
        svm("counts_correct_class", "loss = margins.sum() / len(y)", "loss = margins.sum() / len(y) + 1"),
        svm("counts_correct_class_twice", OWN, ""),
        svm("no_margin", MARGINS, "x - right"),
        *(
            Mistake(
                f"margin_of_{number.replace('.', '_')}",
                f"the margin is {number}, in the loss and in the gradient; it should be 1",
                MARGINS,
                f"x - right + {number}",
            )
            for number in ("10", "2", "0.5", "0.1")
        ),
        svm("margin_subtracted", MARGINS, "x - right - 1"),
        svm("margin_reversed", MARGINS, "right - x + 1"),
        svm("not_clipped", "margins.sum() / len(y)", "((x - right + 1).sum() - len(y)) / len(y)"),
        svm("absolute_margins", f"np.maximum(0, {MARGINS})", f"np.abs({MARGINS})"),
        svm("squared", "margins.sum() / len(y)", "(margins**2).sum() / len(y)"),
        svm("squared_hinge", "margins.sum() / len(y)", "(margins**2).sum() / len(y)", Patch(MASK, "2 * margins")),
        svm(
            "largest_margin_only",
            OWN,
            f"{OWN}    margins = margins * (margins == margins.max(axis=1, keepdims=True))\n",
        ),
        svm("right_not_a_column", "x[rows, y][:, None]", "x[rows, y]"),
        svm("right_columns", "x[rows, y][:, None]", "x[:, y]"),
        svm("columns_cleared", OWN, "    margins[:, y] = 0\n"),
        svm("rows_cleared", OWN, "    margins[y] = 0\n"),
        svm("compared_with_best", "x[rows, y][:, None]", "x.max(axis=1, keepdims=True)"),
        svm("correct_class_missing", OWN_SLOPE, ""),
        svm("correct_class_once", OWN_SLOPE, "    pushes[rows, y] = -1\n"),
        svm("correct_class_counts_all", OWN_SLOPE, "    pushes[rows, y] = 1 - x.shape[1]\n"),
        svm("correct_class_by_margins", OWN_SLOPE, "    pushes[rows, y] = -margins.sum(axis=1)\n"),
        svm("correct_class_sign", OWN_SLOPE, "    pushes[rows, y] = pushes.sum(axis=1)\n"),
        svm("correct_class_too_high", OWN_SLOPE, "    pushes[rows, y] = 1 - pushes.sum(axis=1)\n"),
        svm("count_from_all_columns", OWN_SLOPE, "    pushes -= pushes.sum(axis=1, keepdims=True)\n"),
        svm("count_over_examples", OWN_SLOPE, "    pushes[rows, y] = -pushes.sum(axis=0)[y]\n"),
        Mistake(
            "count_over_batch",
            "the positive margins of the whole batch are counted; count those of each example, over axis 1",
            OWN_SLOPE,
            "    pushes[rows, y] = -pushes.sum()\n",
        ),
        Mistake(
            "count_from_whole_columns",
            "`dx[:, y]` changes whole columns, of every label there is; one entry per example is meant, "
            "dx[np.arange(N), y]",
            OWN_SLOPE,
            "    pushes[:, y] -= pushes.sum(axis=1)\n",
        ),
        Mistake(
            "loss_averaged_over_pairs",
            "the loss is divided by the number of wrong classes too: divide by the number of examples only",
            "margins.sum() / len(y)",
            "margins.sum() / (len(y) * (x.shape[1] - 1))",
        ),
        Mistake(
            "largest_margin_in_loss",
            "in the loss only the largest margin of an example counts; every positive margin does",
            "margins.sum() / len(y)",
            "margins.max(axis=1).sum() / len(y)",
        ),
        svm("gradient_times_margin", MASK, "margins * 1"),
        svm("mask_of_scores", MASK, "(x > 0).astype(x.dtype)"),
        svm("mask_of_all", MASK, "(margins >= 0).astype(x.dtype)"),
        svm("above_one", MASK, "(margins > 1).astype(x.dtype)"),
        svm("first_class_left_out", OWN, f"{OWN}    margins[:, 0] = 0\n"),
    ]
)

# ---------------------------------------------------------------- softmax

NORMALISED = (
    "the probabilities add up to 1 over the examples (axis 0); they should over the classes of each example (axis 1)"
)
LOSSES, OWN_ENTRY = "log_sums - shifted[examples, y]", "    slopes[examples, y] -= 1\n"
RATIOS = "(np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True))"
SLOPES = "np.exp(shifted - log_sums[:, None])"
SHIFT = "x - x.max(axis=1, keepdims=True)"
BY_RATIOS = (Patch(LOSSES, f"-np.log({RATIOS}[examples, y])"), Patch(SLOPES, RATIOS))
softmax = slips(
    {
        "log_to_base_10": "the logarithm is to base 10; the loss takes the natural one (np.log)",
        "log_to_base_2": "the logarithm is to base 2; the loss takes the natural one (np.log)",
        "no_log": "the logarithm is missing: the loss is minus the probability itself",
        "one_minus_probability": "the loss is 1 minus the probability; it should be minus its logarithm",
        "every_class_pays": (
            "the loss adds up minus the log of every class's probability; only the right class's counts"
        ),
        "best_class_pays": "the loss takes the best class's score, not the right one's: index by y, not by argmax",
        "whole_columns": (
            "`p[:, y]` takes whole columns, an (N, N) array, where one entry per example is wanted, that of its "
            "own label"
        ),
        "not_normalised": (
            "the loss is minus the right class's score: the logarithm of the sum over all classes is missing"
        ),
        "binary_cross_entropy": (
            "the loss adds -log(1 - p) for the wrong classes, as for several independent labels; "
            "the softmax loss is -log p of the right class alone"
        ),
        "log_after_subtracting": (
            "the 1 is subtracted from the probabilities before their logarithm is taken, perhaps under another name "
            "for the same array: dx = p.copy() keeps p as it is"
        ),
        "no_shift": "exp overflows: the scores are not shifted by their largest value first",
        "one_shift_for_all": (
            "all examples are shifted by the same number, the largest score of the batch: "
            "an example whose scores are far below it ends in 0/0"
        ),
        "shift_not_a_column": (
            "the largest scores have the shape (N,), and are subtracted along the wrong axis: keep them a column, "
            "(N, 1), by keepdims=True"
        ),
        "right_score_not_shifted": (
            "the loss takes the right class's score as it was before the shift, and the sum after it: shift both or "
            "neither"
        ),
        "shifted_by_right_class": (
            "the scores are shifted by the right class's, not by the largest: exp overflows when others are far ahead"
        ),
        "shifted_by_smallest": "the scores are shifted by the smallest of them: exp overflows; subtract the largest",
        "shifted_by_mean": "the scores are shifted by their mean: exp still overflows; subtract the largest",
        "shifted_by_size": (
            "the scores are shifted by the largest absolute value: where all scores are far below zero, every exp"
            " is 0; "
            "subtract the largest score itself, with its sign"
        ),
        "shift_added": (
            "the largest score is added to the scores where it should be subtracted: exp overflows even sooner"
        ),
        "shifted_by_columns": (
            "the shift is the largest score of each class over the batch (axis 0), which changes the probabilities; "
            "each example's scores are shifted by their own largest (axis 1)"
        ),
        "sum_not_shifted": (
            "the scores are shifted in the numerator only: take the sum of exp over the shifted scores, too"
        ),
        "normalised_over_examples": NORMALISED,
        "normalised_over_the_batch": (
            "the probabilities add up to 1 over the whole batch; they should over the classes of each example"
        ),
        "log_of_underflow": (
            "the logarithm is taken of a probability that has underflowed to 0, so that the loss is infinite: "
            "take the logarithm of the sum, and leave the right class's score as it is"
        ),
        "log_of_underflow_times_one_hot": (
            "0 times the logarithm of a probability that has underflowed to 0 is nan: pick the right class's "
            "entries instead of multiplying by zeros"
        ),
        "epsilon": (
            "a small number is added inside the logarithm: it changes every loss a little, "
            "and caps the loss where the right class is unlikely"
        ),
        "floor": (
            "the probability is kept from 0 inside the logarithm (np.clip, np.maximum, or a tiny number added): "
            "that caps the loss where the right class is unlikely"
        ),
        "right_class_not_subtracted": (
            "the gradient is the probabilities alone: the 1 of the right class is not subtracted"
        ),
        "added_to_right_class": "1 is added to the right class's probability in the gradient; subtract it",
        "subtracted_twice": "2 is subtracted from the right class's probability in the gradient; subtract 1, once",
        "subtracted_after_averaging": "the 1 is subtracted after the division by N: subtract first, then divide",
        "right_class_overwritten": "the right class's entry of the gradient is set to -1 (=); subtract 1 from it (-=)",
        "subtracted_from_best_class": (
            "the 1 is subtracted from the best class's probability; it belongs to the right one, y"
        ),
        "subtracted_from_wrong_classes": (
            "the 1 is subtracted from the probabilities of the wrong classes; only the right class's loses 1"
        ),
        "one_hot_too_narrow": (
            "the one-hot rows have a column for each class up to the largest label, y.max() + 1: classes that do not "
            "occur in the batch count, too; there are x.shape[1] of them"
        ),
        "subtracted_from_all": (
            "the 1 is subtracted from the probability of every class; only the right class's loses 1"
        ),
        "rows_subtracted": "`dx[y] -= 1` changes whole rows, those of the examples number y; use dx[np.arange(N), y]",
        "whole_columns_subtracted": "`dx[:, y] -= 1` changes whole columns; use dx[np.arange(N), y]",
        "right_class_alone": "only the right class's entry of the gradient is filled: every score counts in the sum",
        "wrong_classes_alone": "the right class's entry of the gradient is empty: its probability less 1 belongs there",
        "times_slope_of_sigmoid": (
            "the gradient is multiplied by p·(1 - p) once more: it is p, less 1 for the right class"
        ),
        "gradient_not_normalised": "the gradient uses exp(scores) where the probabilities belong: divide by their sum",
        "gradient_by_scores": "the gradient uses the scores where the probabilities belong",
        "sigmoid_for_softmax": (
            "the gradient uses the sigmoid of each score where the probabilities, the softmax, belong"
        ),
        "labels_off_by_one": "1 is subtracted from the labels: they count from 0, and index the scores as they are",
    }
)


def _shifted(name, wrong):
    """A wrong shift: with the logarithm of a probability, and with the logarithm of the sum."""
    told = softmax(name, SHIFT, wrong, *BY_RATIOS)
    return [told, Mistake(f"{name}_under_a_log", told.says, SHIFT, wrong, also=BY_RATIOS[1:])]


def _inside_the_log(kind, power, inside):
    """A small number that keeps the probability from 0."""
    told = softmax(kind, LOSSES, f"-np.log({inside})")
    return Mistake(f"{kind}_in_log_1e_{power}", told.says, told.find, told.replace)


SOFTMAX = narrow_first(
    [
        Mistake(
            "log_probabilities_in_gradient",
            "the gradient uses the logarithms of the probabilities; the slope by a score is the probability itself, "
            "less 1 for the right class",
            SLOPES,
            "shifted - log_sums[:, None]",
        ),
        Mistake(
            "score_added",
            "the right class's score is added to the logarithm of the sum; subtract it",
            LOSSES,
            "log_sums + shifted[examples, y]",
        ),
        *average_slips("losses.sum()", "slopes", "examples = np.arange(len(y))", "return total, dx"),
        softmax("log_to_base_10", LOSSES, f"({LOSSES}) / np.log(10)"),
        softmax("log_to_base_2", LOSSES, f"({LOSSES}) / np.log(2)"),
        softmax("no_log", LOSSES, "-np.exp(shifted[examples, y] - log_sums)"),
        softmax("one_minus_probability", LOSSES, "1 - np.exp(shifted[examples, y] - log_sums)"),
        softmax("every_class_pays", LOSSES, "(log_sums[:, None] - shifted).sum(axis=1)"),
        softmax("best_class_pays", LOSSES, "log_sums - shifted.max(axis=1)"),
        softmax("whole_columns", LOSSES, "(log_sums[:, None] - shifted)[:, y].sum(axis=1)"),
        softmax("not_normalised", LOSSES, "-shifted[examples, y]"),
        softmax(
            "binary_cross_entropy",
            LOSSES,
            "-np.sum((np.arange(x.shape[1]) == y[:, None]) * (shifted - log_sums[:, None]) + "
            "(np.arange(x.shape[1]) != y[:, None]) * np.log(1 - np.exp(shifted - log_sums[:, None])), axis=1)",
        ),
        softmax("log_after_subtracting", LOSSES, f"-np.log({RATIOS}[examples, y] - 1)", BY_RATIOS[1]),
        *_shifted("no_shift", "x * 1"),
        *_shifted("one_shift_for_all", "x - x.max()"),
        *_shifted("shifted_by_right_class", "x - x[examples, y][:, None]"),
        *_shifted("shifted_by_smallest", "x - x.min(axis=1, keepdims=True)"),
        *_shifted("shifted_by_mean", "x - x.mean(axis=1, keepdims=True)"),
        *_shifted("shifted_by_size", "x - np.abs(x).max(axis=1, keepdims=True)"),
        *_shifted("shift_added", "x + x.max(axis=1, keepdims=True)"),
        *_shifted("shifted_by_columns", "x - x.max(axis=0)"),
        *_shifted("shift_not_a_column", "x - x.max(axis=1)"),
        softmax("right_score_not_shifted", LOSSES, "log_sums - x[examples, y]"),
        softmax(
            "sum_not_shifted",
            "np.log(np.exp(shifted).sum(axis=1))",
            "np.log(np.exp(x).sum(axis=1))",
            Patch(SLOPES, "np.exp(shifted) / np.exp(x).sum(axis=1, keepdims=True)"),
        ),
        softmax(
            "normalised_over_examples",
            "np.log(np.exp(shifted).sum(axis=1))",
            "np.log(np.exp(shifted).sum(axis=0))",
            Patch(LOSSES, "(log_sums - shifted)[examples, y]"),
            Patch(SLOPES, "np.exp(shifted - log_sums)"),
        ),
        *(
            Mistake(
                f"normalised_over_examples_{name}",
                NORMALISED,
                SLOPES,
                "np.exp(shifted) / np.exp(shifted).sum(axis=0)",
                also=(
                    Patch(LOSSES, "-np.log((np.exp(shifted) / np.exp(shifted).sum(axis=0))[examples, y])"),
                    *shift,
                ),
            )
            for name, shift in (("under_a_log", ()), ("after_their_own_shift", (Patch(SHIFT, "x - x.max(axis=0)"),)))
        ),
        softmax(
            "normalised_over_the_batch",
            "np.log(np.exp(shifted).sum(axis=1))",
            "np.full(len(y), np.log(np.exp(shifted).sum()))",
        ),
        softmax("log_of_underflow", LOSSES, f"-np.log({RATIOS}[examples, y])"),
        softmax(
            "log_of_underflow_times_one_hot",
            LOSSES,
            f"-np.sum((np.arange(x.shape[1]) == y[:, None]) * np.log({RATIOS}), axis=1)",
        ),
        *(_inside_the_log("epsilon", power, f"{RATIOS}[examples, y] + 1e-{power}") for power in range(5, 11)),
        *(
            _inside_the_log("floor", power, f"np.maximum({RATIOS}[examples, y], 1e-{power})")
            for power in (5, 6, 7, 8, 9, 10, 12, 15)
        ),
        softmax("right_class_not_subtracted", OWN_ENTRY, ""),
        softmax("added_to_right_class", OWN_ENTRY, "    slopes[examples, y] += 1\n"),
        softmax("subtracted_twice", OWN_ENTRY, "    slopes[examples, y] -= 2\n"),
        softmax("subtracted_after_averaging", OWN_ENTRY, "    slopes[examples, y] -= len(y)\n"),
        softmax("right_class_overwritten", OWN_ENTRY, "    slopes[examples, y] = -1\n"),
        softmax("subtracted_from_best_class", OWN_ENTRY, "    slopes[examples, shifted.argmax(axis=1)] -= 1\n"),
        softmax("subtracted_from_wrong_classes", OWN_ENTRY, "    slopes -= np.arange(x.shape[1]) != y[:, None]\n"),
        softmax(
            "one_hot_too_narrow",
            LOSSES,
            "-np.sum(np.eye(y.max() + 1)[y] * (shifted - log_sums[:, None]), axis=1)",
            Patch(OWN_ENTRY, "    slopes = slopes - np.eye(y.max() + 1)[y]\n"),
        ),
        softmax("subtracted_from_all", OWN_ENTRY, "    slopes -= 1\n"),
        softmax("rows_subtracted", OWN_ENTRY, "    slopes[y] -= 1\n"),
        softmax("whole_columns_subtracted", OWN_ENTRY, "    slopes[:, y] -= 1\n"),
        softmax("right_class_alone", OWN_ENTRY, f"{OWN_ENTRY}    slopes *= np.arange(x.shape[1]) == y[:, None]\n"),
        softmax("wrong_classes_alone", OWN_ENTRY, "    slopes[examples, y] = 0\n"),
        softmax("times_slope_of_sigmoid", OWN_ENTRY, f"{OWN_ENTRY}    slopes *= {RATIOS} * (1 - {RATIOS})\n"),
        softmax("gradient_not_normalised", SLOPES, "np.exp(shifted)"),
        softmax("gradient_by_scores", SLOPES, "shifted * 1"),
        softmax("sigmoid_for_softmax", SLOPES, "1 / (1 + np.exp(-x))"),
        softmax("labels_off_by_one", "examples = np.arange(len(y))", "examples, y = np.arange(len(y)), y - 1"),
    ]
)
