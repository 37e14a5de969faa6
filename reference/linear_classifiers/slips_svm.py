"""How the multiclass SVM loss goes wrong: what is said, and what is changed in the solution of svm.py for it."""

from __future__ import annotations

from grader.authoring import Mistake, Patch

from .slips import average_slips, penalty_slips, return_slips

SAYS = {
    "counts_correct_class": (
        "the sum runs over the correct class too: its margin against itself is 1, so that every example pays 1 too much"
    ),
    "margin_missing_in_gradient": (
        "the gradient counts only classes that score above the right one; like the loss, it should count all "
        "that come within 1 of it"
    ),
    "absolute_margins": (
        "margins are counted by their size, np.abs: a negative one should cost nothing, np.maximum(0, margin)"
    ),
    "only_negative_margins": (
        "the condition is the wrong way round: classes with a positive margin should pay, the others not"
    ),
    "largest_margin_only": (
        "only the class with the largest margin pays (Crammer and Singer's loss); here every positive margin counts"
    ),
    "columns_cleared": (
        "`margins[:, y] = 0` clears whole columns, of every label there is; clear one entry for each example, its own"
    ),
    "rows_cleared": (
        "`margins[y] = 0` clears whole rows, those of the examples number y; clear margins[np.arange(N), y]"
    ),
    "right_not_a_column": (
        "the scores of the right classes have the shape (N,), and are subtracted along the wrong axis: "
        "make them a column, (N, 1), by [:, None]"
    ),
    "right_columns": (
        "`scores[:, y]` is an (N, N) array of whole columns; one entry per row is wanted: scores[np.arange(N), y]"
    ),
    "mask_of_scores": "the mask asks which scores are positive; it should ask which margins are",
    "compared_with_best": (
        "margins are taken to the largest score; take them to the score of the right class, scores[y[i]]"
    ),
    "label_off_by_one": (
        "the right class's score is taken at y - 1: labels count from 0, so that they index the scores as they are"
    ),
    "labels_off_by_one": "1 is subtracted from the labels: they count from 0, and index the scores as they are",
    "no_margin": "the margin of 1 is missing: a wrong class should pay as soon as it comes within 1 of the right one",
    "margin_subtracted": "the margin of 1 is subtracted where it should be added",
    "margin_reversed": "the difference of the scores is the wrong way round: the right class pays for being ahead",
    "not_clipped": (
        "negative margins are added too: a class that is far enough behind should cost nothing, not earn something"
    ),
    "nothing_clipped": (
        "negative margins are added to the loss, and to the gradient: a class that is far enough behind "
        "should do neither"
    ),
    "gradient_of_all_classes": "the gradient counts every class, also those that are far enough behind to cost nothing",
    "correct_class_missing": (
        "the gradient forgets that each positive margin also depends on the score of the correct class: "
        "its column gets nothing"
    ),
    "correct_class_outside_if": (
        "the correct class's column of the gradient changes for every other class, also where the margin is negative: "
        "its line belongs inside the `if`, beside that of class j"
    ),
    "correct_class_counts_all": (
        "the correct class's column of the gradient counts all other classes; count those with a positive margin"
    ),
    "correct_class_by_margins": (
        "in the gradient, the correct class's entry is the sum of the margins; it should be their number, "
        "the row sum of the 0/1 mask"
    ),
    "count_from_all_columns": (
        "the number of positive margins is subtracted from every column of the mask; "
        "it belongs to the correct class's entry alone, mask[np.arange(N), y]"
    ),
    "mask_of_all": "the mask `margins >= 0` holds everywhere, as margins are clipped at 0; it should be `margins > 0`",
    "wrong_classes_assigned": (
        "dW[:, j] is assigned (=) where it should be added to (+=): the last example overwrites the others"
    ),
    "integers_in_gradient": "dW is an array of whole numbers, which cuts off what is added to it: make it of floats",
    "weights_for_example": "the gradient adds columns of W where the example belongs: a score's slope is X[i]",
    "example_of_class": "the gradient takes the example X[j] of the class's number j; the example at hand is X[i]",
    "break_for_continue": (
        "`break` ends the loop over the classes at the right one, so that those behind it are left out: "
        "`continue` skips it alone"
    ),
    "loss_divided_in_loop": (
        "the loss is divided by the number of examples inside the loop, once for every example: divide after the loop"
    ),
    "averaged_over_pairs": "the sums are divided by N·(C - 1), the number of margins; divide by the number of examples",
    "right_rows": (
        "`scores[y]` takes whole rows of scores, those of the examples number y; "
        "one entry per row is wanted: scores[np.arange(N), y]"
    ),
    "correct_class_once": (
        "the correct class's column of the gradient is changed once per example; every class with a "
        "positive margin changes it"
    ),
    "wrong_classes_missing": (
        "only the correct class's column of the gradient is filled; the columns of the classes with a "
        "positive margin get nothing"
    ),
    "gradient_sign": "the gradient of the data's part has the wrong sign",
    "correct_class_sign": (
        "in the gradient, the correct class's column has the wrong sign: raising its score lowers the loss"
    ),
    "gradient_times_margin": (
        "the gradient multiplies each example by its margin: that belongs to the squared hinge; here a "
        "positive margin has slope 1"
    ),
    "squared": "the loss squares the margins, like the squared hinge; the gradient is that of the plain hinge",
    "squared_hinge": "the margins are squared, in loss and gradient: that is the squared hinge loss",
    "first_class_left_out": "the loop over the classes starts at 1 and leaves out the first class, class 0",
    "last_class_left_out": "the loop over the classes ends too early and leaves out the last class",
    "first_example_left_out": "the first example is left out: the loop over the examples starts at 1",
    "last_example_left_out": "the last example is left out: the loop over the examples ends too early",
    "first_example_only": "only the first example counts: does the function return inside the loop?",
    "above_one": "only margins above 1 count; any positive margin costs something",
    "at_least_one": "every class pays at least 1: the threshold for a margin is 0, not 1",
    "assigned": (
        "the columns of the gradient are assigned where they should be added to: the last example overwrites others"
    ),
    "averaged_over_classes": "the loss is averaged over the classes too: divide by the number of examples only",
    "correct_class_too_high": (
        "in the gradient, the correct class's own entry is not cleared: its column is too high by one for each example"
    ),
    "wrong_score_for_all": (
        "all examples are compared with a score that is not that of their own correct class: take one entry per example"
    ),
    "changes_weights": "the weights themselves are changed while the penalty's gradient is worked out",
    "loops": "the vectorised function loops over the examples",
    "counts_correct_class_twice": (
        "the correct class's own margin of 1 is counted, in the loss and in the gradient: take it out before both"
    ),
    "counts_correct_class_in_gradient": (
        "the gradient counts the correct class among those with a positive margin; the loss leaves it out"
    ),
}


def known(name, find, replace, *also):
    """The mistake of this name: what it changes in the solution."""
    return Mistake(name, SAYS[name], find, replace, also=also)


def other_margins(gap):
    """Margins that are not 1, where the solution adds 1.0 to the `{gap}` between two scores."""
    return [
        Mistake(
            f"margin_of_{number.replace('.', '_')}",
            f"the margin is {number}, in the loss and in the gradient; it should be 1: look at what is added to the "
            "difference of two scores",
            f"{gap}1.0",
            f"{gap}{number}",
        )
        for number in ("10", "5", "2", "0.5", "0.1", "0.01")
    ]


# ---------------------------------------------------------------- the loops

IN_LOOPS = [
    *average_slips("loss", "dW", "num_train"),
    *penalty_slips("reg * np.sum(W * W)", "2 * reg * W"),
    *return_slips("2 * reg * W"),
    known("counts_correct_class", "            if j == y[i]:\n                continue\n", ""),
    known("no_margin", "scores[j] - scores[y[i]] + 1.0", "scores[j] - scores[y[i]]"),
    *other_margins("scores[j] - scores[y[i]] + "),
    known(
        "margin_missing_in_gradient",
        "                loss += margin\n",
        "                loss += margin\n            if margin > 1:\n",
    ),
    known("margin_subtracted", "scores[j] - scores[y[i]] + 1.0", "scores[j] - scores[y[i]] - 1.0"),
    known("absolute_margins", "scores[j] - scores[y[i]] + 1.0", "abs(scores[j] - scores[y[i]] + 1.0)"),
    known("only_negative_margins", "if margin > 0", "if margin < 0"),
    known(
        "largest_margin_only",
        "if margin > 0:",
        "if margin > 0 and j == np.argmax(np.where(np.arange(num_classes) == y[i], -np.inf, scores)):",
    ),
    known("compared_with_best", "scores[j] - scores[y[i]] + 1.0", "scores[j] - np.max(scores) + 1.0"),
    known("label_off_by_one", "scores[j] - scores[y[i]] + 1.0", "scores[j] - scores[y[i] - 1] + 1.0"),
    known("labels_off_by_one", "loss, dW = 0.0, np.zeros_like(W)", "y, loss, dW = y - 1, 0.0, np.zeros_like(W)"),
    known("break_for_continue", "continue", "break"),
    known("margin_reversed", "scores[j] - scores[y[i]] + 1.0", "scores[y[i]] - scores[j] + 1.0"),
    known(
        "not_clipped",
        "            if margin > 0:\n                loss += margin\n",
        "            loss += margin\n            if margin > 0:\n",
    ),
    known("nothing_clipped", "            if margin > 0:", "            if True:"),
    known(
        "gradient_of_all_classes",
        "                dW[:, j] += X[i]\n                dW[:, y[i]] -= X[i]\n",
        "            dW[:, j] += X[i]\n            dW[:, y[i]] -= X[i]\n",
    ),
    known("correct_class_missing", "                dW[:, y[i]] -= X[i]\n", ""),
    known("correct_class_outside_if", "                dW[:, y[i]] -= X[i]\n", "            dW[:, y[i]] -= X[i]\n"),
    known(
        "correct_class_once",
        "                dW[:, y[i]] -= X[i]\n",
        "",
        Patch("    for i in range(num_train):\n", "    for i in range(num_train):\n        dW[:, y[i]] -= X[i]\n"),
    ),
    known("wrong_classes_missing", "                dW[:, j] += X[i]\n", ""),
    known("gradient_sign", "dW[:, j] += X[i]", "dW[:, j] -= X[i]", Patch("dW[:, y[i]] -= X[i]", "dW[:, y[i]] += X[i]")),
    known("correct_class_sign", "dW[:, y[i]] -= X[i]", "dW[:, y[i]] += X[i]"),
    known(
        "gradient_times_margin",
        "dW[:, j] += X[i]",
        "dW[:, j] += margin * X[i]",
        Patch("dW[:, y[i]] -= X[i]", "dW[:, y[i]] -= margin * X[i]"),
    ),
    known("squared", "loss += margin", "loss += margin ** 2"),
    known(
        "squared_hinge",
        "loss += margin",
        "loss += margin ** 2",
        Patch("dW[:, j] += X[i]", "dW[:, j] += 2 * margin * X[i]"),
        Patch("dW[:, y[i]] -= X[i]", "dW[:, y[i]] -= 2 * margin * X[i]"),
    ),
    known("first_class_left_out", "range(num_classes)", "range(1, num_classes)"),
    known("last_class_left_out", "range(num_classes)", "range(num_classes - 1)"),
    known("first_example_left_out", "range(num_train)", "range(1, num_train)"),
    known("last_example_left_out", "range(num_train)", "range(num_train - 1)"),
    known("first_example_only", "range(num_train)", "range(1)"),
    known("above_one", "if margin > 0", "if margin > 1"),
    known("at_least_one", "if margin > 0:", "if margin := max(margin, 1.0):"),
    known("assigned", "dW[:, j] += X[i]", "dW[:, j] = X[i]", Patch("dW[:, y[i]] -= X[i]", "dW[:, y[i]] = -X[i]")),
    known("wrong_classes_assigned", "dW[:, j] += X[i]", "dW[:, j] = X[i]"),
    Mistake(
        "correct_class_assigned",
        "dW[:, y[i]] is assigned (=) where it should be subtracted from (-=): what was there before is lost",
        "dW[:, y[i]] -= X[i]",
        "dW[:, y[i]] = -X[i]",
    ),
    Mistake(
        "loss_assigned",
        "the loss is assigned (=) where it should be added to (+=): only the last positive margin counts",
        "loss += margin",
        "loss = margin",
    ),
    Mistake(
        "first_margin_only",
        "the loop over the classes ends at the first positive margin: every positive margin of an example counts",
        "                dW[:, y[i]] -= X[i]\n",
        "                dW[:, y[i]] -= X[i]\n                break\n",
    ),
    Mistake(
        "returns_in_loop",
        "the function returns inside the loop over the examples, after the first one: the last lines belong outside",
        "                dW[:, y[i]] -= X[i]\n",
        "                dW[:, y[i]] -= X[i]\n        return loss + reg * np.sum(W * W), dW + 2 * reg * W\n",
    ),
    Mistake(
        "right_score_of_first",
        "the right class's score is taken once, of the first example: take each example's own, inside the loop",
        "margin = scores[j] - scores[y[i]] + 1.0",
        "margin = scores[j] - (X[0] @ W)[y[0]] + 1.0",
    ),
    known(
        "integers_in_gradient",
        "np.zeros_like(W)",
        "np.zeros(W.shape, dtype=int)",
        Patch("dW[:, j] += X[i]", "dW[:, j] = dW[:, j] + X[i]"),
        Patch("dW[:, y[i]] -= X[i]", "dW[:, y[i]] = dW[:, y[i]] - X[i]"),
    ),
    known(
        "example_of_class", "dW[:, j] += X[i]", "dW[:, j] += X[j]", Patch("dW[:, y[i]] -= X[i]", "dW[:, y[i]] -= X[j]")
    ),
    known(
        "weights_for_example",
        "dW[:, j] += X[i]",
        "dW[:, j] += W[:, j]",
        Patch("dW[:, y[i]] -= X[i]", "dW[:, y[i]] -= W[:, y[i]]"),
    ),
    known(
        "loss_divided_in_loop",
        "                dW[:, y[i]] -= X[i]\n",
        "                dW[:, y[i]] -= X[i]\n        loss = loss / num_train\n",
        Patch("loss = loss / num_train + reg", "loss = loss + reg"),
    ),
    known(
        "averaged_over_pairs",
        "loss / num_train",
        "loss / (num_train * (num_classes - 1))",
        Patch("dW / num_train", "dW / (num_train * (num_classes - 1))"),
    ),
    known("changes_weights", "dW = dW / num_train + 2 * reg * W", "W *= 2 * reg\n    dW = dW / num_train + W"),
]

# ---------------------------------------------------------------- without loops

WITHOUT_LOOPS = [
    *average_slips("margins.sum()", "X.T @ dscores", "len(y)"),
    *penalty_slips("reg * np.sum(W**2)", "reg * 2 * W"),
    *return_slips("reg * 2 * W"),
    known(
        "loops",
        "    examples = np.arange(len(y))\n",
        "    return svm_loss_naive(W, X, y, reg)\n    examples = np.arange(len(y))\n",
    ),
    known(
        "counts_correct_class",
        "    margins[examples, y] = 0.0\n",
        "",
        Patch("-dscores.sum(axis=1)", "1.0 - dscores.sum(axis=1)"),
    ),
    known("counts_correct_class_twice", "    margins[examples, y] = 0.0\n", ""),
    known("counts_correct_class_in_gradient", "-dscores.sum(axis=1)", "-dscores.sum(axis=1) - 1.0"),
    known("no_margin", "scores - right + 1.0", "scores - right"),
    *other_margins("scores - right + "),
    known("margin_missing_in_gradient", "(margins > 0)", "(margins > 1)"),
    known("margin_subtracted", "scores - right + 1.0", "scores - right - 1.0"),
    known("absolute_margins", "np.maximum(0.0, scores - right + 1.0)", "np.abs(scores - right + 1.0)"),
    known("only_negative_margins", "np.maximum", "np.minimum", Patch("(margins > 0)", "(margins < 0)")),
    known(
        "largest_margin_only",
        "    margins[examples, y] = 0.0\n",
        "    margins[examples, y] = 0.0\n    margins = margins * (margins == margins.max(axis=1, keepdims=True))\n",
    ),
    known("rows_cleared", "margins[examples, y] = 0.0", "margins[y] = 0.0"),
    known("right_not_a_column", "scores[examples, y][:, None]", "scores[examples, y]"),
    known("right_columns", "scores[examples, y][:, None]", "scores[:, y]"),
    known("mask_of_scores", "(margins > 0)", "(scores > 0)"),
    known("columns_cleared", "margins[examples, y] = 0.0", "margins[:, y] = 0.0"),
    known("compared_with_best", "scores[examples, y][:, None]", "scores.max(axis=1, keepdims=True)"),
    known("right_rows", "scores[examples, y][:, None]", "scores[y]"),
    known("label_off_by_one", "scores[examples, y][:, None]", "scores[examples, y - 1][:, None]"),
    known("labels_off_by_one", "    examples = np.arange(len(y))\n", "    examples, y = np.arange(len(y)), y - 1\n"),
    known("margin_reversed", "scores - right + 1.0", "right - scores + 1.0"),
    known("not_clipped", "np.maximum(0.0, scores - right + 1.0)", "scores - right + 1.0"),
    known(
        "gradient_of_all_classes",
        "(margins > 0) * 1.0",
        "np.ones_like(scores)",
        Patch("-dscores.sum(axis=1)", "1.0 - dscores.sum(axis=1)"),
    ),
    known("correct_class_missing", "    dscores[examples, y] = -dscores.sum(axis=1)\n", ""),
    known("correct_class_once", "-dscores.sum(axis=1)", "-1.0"),
    Mistake(
        "correct_class_once_at_most",
        SAYS["correct_class_once"],
        "-dscores.sum(axis=1)",
        "-1.0 * dscores.any(axis=1)",
    ),
    Mistake(
        "counted_over_examples",
        "the positive margins are counted over the examples (axis 0); count those of each example (axis 1)",
        "-dscores.sum(axis=1)",
        "-dscores.sum(axis=0)[y]",
    ),
    known("correct_class_counts_all", "-dscores.sum(axis=1)", "1.0 - W.shape[1]"),
    known("correct_class_by_margins", "-dscores.sum(axis=1)", "-margins.sum(axis=1)"),
    known(
        "count_from_all_columns",
        "dscores[examples, y] = -dscores.sum(axis=1)",
        "dscores -= dscores.sum(axis=1)[:, None]",
    ),
    known("mask_of_all", "(margins > 0)", "(margins >= 0)"),
    known(
        "wrong_classes_missing",
        "dscores[examples, y] = -dscores.sum(axis=1)",
        "dscores = np.where(np.arange(W.shape[1]) == y[:, None], -dscores.sum(axis=1, keepdims=True), 0.0)",
    ),
    known("correct_class_sign", "-dscores.sum(axis=1)", "dscores.sum(axis=1)"),
    known("gradient_sign", "X.T @ dscores", "-X.T @ dscores"),
    known("gradient_times_margin", "(margins > 0) * 1.0", "margins.copy()"),
    known("squared", "margins.sum()", "(margins ** 2).sum()"),
    known("squared_hinge", "margins.sum()", "(margins ** 2).sum()", Patch("(margins > 0) * 1.0", "2.0 * margins")),
    known("averaged_over_classes", "margins.sum() / len(y)", "margins.mean()"),
    known(
        "averaged_over_pairs",
        "margins.sum() / len(y)",
        "margins.sum() / (len(y) * (W.shape[1] - 1))",
        Patch("X.T @ dscores / len(y)", "X.T @ dscores / (len(y) * (W.shape[1] - 1))"),
    ),
    known("at_least_one", "np.maximum(0.0,", "np.maximum(1.0,"),
    known("correct_class_too_high", "-dscores.sum(axis=1)", "1.0 - dscores.sum(axis=1)"),
    known("wrong_score_for_all", "scores[examples, y][:, None]", "scores[:, y].mean(axis=1, keepdims=True)"),
    known(
        "changes_weights",
        "dW = X.T @ dscores / len(y) + reg * 2 * W",
        "W *= 2 * reg\n    dW = X.T @ dscores / len(y) + W",
    ),
]
