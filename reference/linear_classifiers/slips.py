"""Mistakes that are made in every loss alike: in the average, in the penalty, in what is returned."""

from __future__ import annotations

from grader.authoring import Mistake, Patch

HALF_PENALTY = "the penalty is counted as ½·reg·‖W‖², with the gradient reg·W"

SAYS = {
    "summed": "loss and gradient are summed over the examples, not averaged",
    "loss_summed": "the loss is summed over the examples, not averaged; the gradient is averaged",
    "gradient_summed": "the gradient is summed over the examples, not averaged; the loss is averaged",
    "averaged_twice": "loss and gradient are divided by the number of examples twice",
    "loss_averaged_twice": "the loss is divided by the number of examples twice",
    "gradient_averaged_twice": "the gradient is divided by the number of examples twice",
    "divided_by_500": "the sums are divided by 500, a hard-coded number of examples; divide by as many as X has rows",
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
    "penalty_is_a_root": "the penalty is the norm of the weights, the root of the sum of squares, not the sum itself",
    "penalty_is_l1": "the penalty is the L1 one, the sum of absolute values; the sum of squares is asked for",
    "penalty_without_last_row": (
        "the last row of W (the bias?) is left out of the penalty, in loss and gradient; here every weight counts"
    ),
    "penalty_subtracted": "the gradient subtracts the penalty's part where the loss adds the penalty",
    "penalty_gradient_summed": (
        "the penalty adds one number to every entry of the gradient, the sum over all weights; "
        "each weight has its own slope"
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
        _slip("averaged_twice", mean, f"{mean} / {count}", Patch(slope, f"{slope} / {count}")),
        _slip("loss_averaged_twice", mean, f"{mean} / {count}"),
        _slip("gradient_averaged_twice", slope, f"{slope} / {count}"),
        _slip("divided_by_500", mean, f"{loss} / 500", Patch(slope, f"{dW} / 500")),
        _slip("floor_division", mean, f"{loss} // {count}"),
    ]


def penalty_slips(value, slope):
    """The usual mistakes in the penalty, reg times the sum of squares, and its gradient, at the ends of their lines."""
    value, slope = f" + {value}", f" + {slope}"
    without_last_row = " + 2 * reg * W * (np.arange(len(W)) < len(W) - 1)[:, None]"
    return [
        _slip("penalty_forgotten", value, "", Patch(slope, "")),
        _slip("penalty_not_in_loss", value, ""),
        _slip("penalty_not_in_gradient", slope, ""),
        _slip("penalty_gradient_halved", slope, " + reg * W"),
        _slip("penalty_halved_in_loss", value, " + 0.5 * reg * np.sum(W * W)"),
        _slip("penalty_doubled_in_loss", value, f" + 2 *{value[2:]}"),
        _slip("penalty_averaged", value, f"{value} / len(y)", Patch(slope, f"{slope} / len(y)")),
        _slip("penalty_averaged_in_loss", value, f"{value} / len(y)"),
        _slip("penalty_averaged_in_gradient", slope, f"{slope} / len(y)"),
        _slip("penalty_not_squared", value, " + reg * np.sum(W)"),
        _slip("penalty_is_a_root", value, " + reg * np.sqrt(np.sum(W * W))"),
        _slip("penalty_is_l1", value, " + reg * np.sum(np.abs(W))", Patch(slope, " + reg * np.sign(W)")),
        _slip("penalty_without_last_row", value, " + reg * np.sum(W[:-1] ** 2)", Patch(slope, without_last_row)),
        _slip("penalty_subtracted", slope, " - 2 * reg * W"),
        _slip("penalty_gradient_summed", slope, " + 2 * reg * np.sum(W)"),
    ]


def return_slips(slope):
    """What goes wrong when a loss is handed back, right after the line that ends with `{slope}`."""
    end = f"{slope}\n    return loss, dW"
    return [
        _slip("gradient_unfinished", end, f"{slope}\n    return loss, np.zeros_like(W)"),
        _slip("unfinished", end, f"{slope}\n    return 0.0, np.zeros_like(W)"),
        _slip("gradient_negated", end, f"{slope}\n    return loss, -dW"),
        _slip("gradient_transposed", end, f"{slope}\n    return loss, dW.T"),
    ]


def _slip(name, find, replace, *also):
    return Mistake(name, SAYS[name], find, replace, also=also)
