"""Mistakes that are made in every loss alike: in the average, in the penalty, in what is returned."""

from __future__ import annotations

from grader.authoring import Mistake, Patch

HALF_PENALTY = "the penalty is counted as ½·reg·‖W‖², with the gradient reg·W"

SAYS = {
    "summed": "loss and gradient are summed over the examples, not averaged",
    "loss_summed": "the loss is summed over the examples, not averaged; the gradient is averaged",
    "gradient_summed": "the gradient is summed over the examples, not averaged; the loss is averaged",
    "gradient_multiplied": "the gradient is multiplied by the number of examples where it should be divided by it",
    "averaged_twice": "loss and gradient are divided by the number of examples twice",
    "loss_averaged_twice": "the loss is divided by the number of examples twice",
    "gradient_averaged_twice": "the gradient is divided by the number of examples twice",
    "divided_by_500": "the sums are divided by 500, a hard-coded number of examples; divide by as many as X has rows",
    "gradient_divided_by_classes": "the gradient is divided by the number of classes; divide by the number of examples",
    "divided_by_classes": "the sums are divided by the number of classes; divide by the number of examples, len(X)",
    "divided_by_features": (
        "the sums are divided by the number of features, X.shape[1]; divide by the number of examples, X.shape[0]"
    ),
    "divided_by_one_less": "the sums are divided by N - 1: an average divides by N, the number of examples",
    "floor_division": "the loss is averaged with //, which rounds down to a whole number; / is meant",
    "penalty_forgotten": "the penalty is left out of both the loss and the gradient: reg has no effect",
    "penalty_not_in_loss": "the gradient includes the penalty on the weights, but the loss does not",
    "penalty_not_in_gradient": "the loss includes the penalty on the weights, but the gradient does not",
    "penalty_gradient_halved": (
        "the loss adds the penalty reg·‖W‖², the gradient only half of its derivative: the factor 2 is missing"
    ),
    "penalty_halved_in_loss": (
        "the loss adds half of the penalty reg·‖W‖², but the gradient adds the derivative of the whole of it"
    ),
    "penalty_doubled_in_loss": "the gradient adds the derivative of half of the penalty that the loss adds",
    "penalty_averaged": (
        "the penalty is divided by the number of examples, like the data's part; "
        "it belongs to the weights, not to the examples"
    ),
    "penalty_averaged_in_loss": (
        "the loss divides the penalty by the number of examples: it is added before the average is taken, not after"
    ),
    "penalty_averaged_in_gradient": (
        "the gradient divides the penalty's part by the number of examples: "
        "it is added before the average is taken, not after"
    ),
    "penalty_not_squared": "the penalty sums the weights themselves, not their squares",
    "penalty_not_squared_and_halved": "the penalty sums the weights themselves, and half of them, not their squares",
    "penalty_is_a_root": "the penalty is the norm of the weights, the root of the sum of squares, not the sum itself",
    "penalty_squares_the_sum": (
        "the penalty is the square of the sum of all weights; square each weight first: "
        "np.sum(W ** 2), not np.sum(W) ** 2"
    ),
    "penalty_sums_a_product": (
        "np.sum(W @ W.T) adds up the products of all pairs of rows; the sum of squares is np.sum(W * W)"
    ),
    "penalty_sums_the_other_product": (
        "np.sum(W.T @ W) adds up the products of all pairs of columns; the sum of squares is np.sum(W * W)"
    ),
    "penalty_is_spectral": (
        "np.linalg.norm(W, 2) is the largest singular value of W; the root of the sum of squares is np.linalg.norm(W)"
    ),
    "penalty_is_l1": "the penalty is the L1 one, the sum of absolute values; the sum of squares is asked for",
    "penalty_is_l1_in_loss": (
        "the loss adds the L1 penalty, the sum of absolute values; the sum of squares is asked for, "
        "and the gradient is that of the squares"
    ),
    "strength_squared": "reg is squared in loss and gradient: the penalty is reg times the sum of the squared weights",
    "strength_squared_and_halved": (
        "reg is squared in loss and gradient, beside the ½: the penalty is reg times the sum of squares of the weights"
    ),
    "strength_squared_in_loss": "the loss squares reg; it is the weights that are squared: reg * np.sum(W ** 2)",
    "penalty_of_every_example": (
        "the penalty is added once for each example, in loss and gradient: add it once, after the loop"
    ),
    "penalty_gradient_of_every_example": (
        "the gradient adds the penalty's part once for each example: move the line out of the loop"
    ),
    "penalty_gradient_is_square": "the gradient adds the squares of the weights; the slope of reg·w² is 2·reg·w",
    "penalty_gradient_is_twice_the_square": (
        "the gradient adds the squares of the weights; the slope of reg·w² is 2·reg·w"
    ),
    "penalty_gradient_doubled": "the gradient adds the penalty's part twice: the slope of reg·w² is 2·reg·w",
    "penalty_without_last_row": (
        "the last row of W (the bias?) is left out of the penalty, in loss and gradient; here every weight counts"
    ),
    "penalty_subtracted": "the gradient subtracts the penalty's part where the loss adds the penalty",
    "penalty_subtracted_in_loss": "the loss subtracts the penalty: large weights should raise it",
    "penalty_gradient_without_reg": "reg is left out of the gradient's penalty: it adds 2·W whatever reg is",
    "penalty_gradient_summed": (
        "the penalty adds one number to every entry of the gradient, the sum over all weights; "
        "each weight has its own slope"
    ),
    "loss_divided_by_classes": "the loss is divided by the number of classes; divide by the number of examples",
    "loss_divided_by_features": (
        "the loss is divided by the number of features, X.shape[1]; divide by the number of examples, X.shape[0]"
    ),
    "gradient_divided_by_features": (
        "the gradient is divided by the number of features, X.shape[1]; divide by the number of examples, X.shape[0]"
    ),
    "penalty_without_last_row_in_loss": (
        "the loss leaves the last row of W (the bias?) out of the penalty; here every weight counts"
    ),
    "penalty_added_twice": "the penalty is added twice, in the loss and in the gradient: once is meant",
    "gradient_overwritten": (
        "the gradient is the penalty's part alone: the data's part is overwritten (=) where the penalty is to be "
        "added (+=), or never worked out"
    ),
    "gradient_unfinished": "the gradient is zero throughout, as in a starter: it is unfinished",
    "unfinished": "loss and gradient are zero, as in a starter: the function is unfinished",
    "gradient_negated": "the whole gradient has the wrong sign: it points downhill, a gradient points uphill",
    "gradient_transposed": "the gradient is transposed: dW has one row per feature and one column per class, like W",
}
"""What a student reads, by the name of the mistake."""


def average_slips(loss, dW, count):
    """The usual mistakes in the averages `{loss} / {count}` and `{dW} / {count}`."""
    mean, slope = f"{loss} / {count}", f"{dW} / {count}"
    return [
        _slip("summed", mean, loss, Patch(slope, dW)),
        _slip("loss_summed", mean, loss),
        _slip("gradient_summed", slope, dW),
        _slip("gradient_multiplied", slope, f"{dW} * {count}"),
        _slip("averaged_twice", mean, f"{mean} / {count}", Patch(slope, f"{slope} / {count}")),
        _slip("loss_averaged_twice", mean, f"{mean} / {count}"),
        _slip("gradient_averaged_twice", slope, f"{slope} / {count}"),
        _slip("divided_by_500", mean, f"{loss} / 500", Patch(slope, f"{dW} / 500")),
        _slip("gradient_divided_by_classes", slope, f"{dW} / W.shape[1]"),
        _slip("divided_by_classes", mean, f"{loss} / W.shape[1]", Patch(slope, f"{dW} / W.shape[1]")),
        _slip("divided_by_features", mean, f"{loss} / X.shape[1]", Patch(slope, f"{dW} / X.shape[1]")),
        _slip("loss_divided_by_classes", mean, f"{loss} / W.shape[1]"),
        _slip("loss_divided_by_features", mean, f"{loss} / X.shape[1]"),
        _slip("gradient_divided_by_features", slope, f"{dW} / X.shape[1]"),
        _slip("divided_by_one_less", mean, f"{loss} / ({count} - 1)", Patch(slope, f"{dW} / ({count} - 1)")),
        _slip("floor_division", mean, f"{loss} // {count}"),
    ]


def penalty_slips(value, slope):
    """The usual mistakes in the penalty, reg times the sum of squares, and its gradient, at the ends of their lines."""
    in_loss, in_dW = f" + {value}", f" + {slope}"
    without_last_row = " + 2 * reg * W * (np.arange(len(W)) < len(W) - 1)[:, None]"
    return [
        _slip("penalty_forgotten", in_loss, "", Patch(in_dW, "")),
        _slip("penalty_not_in_loss", in_loss, ""),
        _slip("penalty_not_in_gradient", in_dW, ""),
        _slip("penalty_gradient_halved", in_dW, " + reg * W"),
        _slip("penalty_gradient_doubled", in_dW, f" + 2 * {slope}"),
        _slip("penalty_halved_in_loss", in_loss, " + 0.5 * reg * np.sum(W * W)"),
        _slip("penalty_doubled_in_loss", in_loss, f" + 2 * {value}"),
        _slip("strength_squared", in_loss, f" + reg * {value}", Patch(in_dW, f" + reg * {slope}")),
        _slip("strength_squared_and_halved", in_loss, f" + reg * {value} / 2", Patch(in_dW, f" + reg * {slope} / 2")),
        _slip("strength_squared_in_loss", in_loss, f" + reg * {value}"),
        _slip("penalty_averaged", in_loss, f" + {value} / len(y)", Patch(in_dW, f" + {slope} / len(y)")),
        _slip("penalty_averaged_in_loss", in_loss, f" + {value} / len(y)"),
        _slip("penalty_averaged_in_gradient", in_dW, f" + {slope} / len(y)"),
        _slip("penalty_of_every_example", in_loss, f" + len(y) * {value}", Patch(in_dW, f" + len(y) * {slope}")),
        _slip("penalty_gradient_of_every_example", in_dW, f" + len(y) * {slope}"),
        _slip("penalty_not_squared", in_loss, " + reg * np.sum(W)"),
        _slip("penalty_not_squared_and_halved", in_loss, " + 0.5 * reg * np.sum(W)"),
        _slip("penalty_squares_the_sum", in_loss, " + reg * np.sum(W) ** 2"),
        _slip("penalty_is_a_root", in_loss, " + reg * np.sqrt(np.sum(W * W))"),
        _slip("penalty_sums_a_product", in_loss, " + reg * np.sum(W @ W.T)"),
        _slip("penalty_sums_the_other_product", in_loss, " + reg * np.sum(W.T @ W)"),
        _slip("penalty_is_spectral", in_loss, " + reg * np.linalg.norm(W, 2) ** 2"),
        _slip("penalty_is_l1", in_loss, " + reg * np.sum(np.abs(W))", Patch(in_dW, " + reg * np.sign(W)")),
        _slip("penalty_is_l1_in_loss", in_loss, " + reg * np.sum(np.abs(W))"),
        _slip("penalty_without_last_row", in_loss, " + reg * np.sum(W[:-1] ** 2)", Patch(in_dW, without_last_row)),
        _slip("penalty_without_last_row_in_loss", in_loss, " + reg * np.sum(W[:-1] ** 2)"),
        _slip("penalty_added_twice", in_loss, f" + 2 * {value}", Patch(in_dW, f" + 2 * {slope}")),
        _slip("penalty_subtracted", in_dW, f" - {slope}"),
        _slip("penalty_subtracted_in_loss", in_loss, f" - {value}"),
        _slip("penalty_gradient_summed", in_dW, " + 2 * reg * np.sum(W)"),
        _slip("penalty_gradient_is_square", in_dW, " + reg * W**2"),
        _slip("penalty_gradient_is_twice_the_square", in_dW, " + 2 * reg * W**2"),
        _slip("penalty_gradient_without_reg", in_dW, " + 2 * W"),
    ]


def return_slips(slope):
    """What goes wrong when a loss is handed back, right after the line that ends with `{slope}`."""
    end = f"{slope}\n    return loss, dW"
    return [
        _slip("gradient_unfinished", end, f"{slope}\n    return loss, np.zeros_like(W)"),
        _slip("gradient_overwritten", end, f"{slope}\n    return loss, {slope}"),
        _slip("unfinished", end, f"{slope}\n    return 0.0, np.zeros_like(W)"),
        _slip("gradient_negated", end, f"{slope}\n    return loss, -dW"),
        _slip("gradient_transposed", end, f"{slope}\n    return loss, dW.T"),
    ]


def _slip(name, find, replace, *also):
    return Mistake(name, SAYS[name], find, replace, also=also)
