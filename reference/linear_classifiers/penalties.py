"""Penalties on the weights: L1, L2 and the elastic net, each with its gradient.

CS231n, lecture 3. The L2 penalty prefers many small weights to one large one, the L1 penalty prefers weights that are
exactly zero.
"""

from __future__ import annotations

import numpy as np

from grader.authoring import (
    Case,
    Close,
    Gradient,
    InputsUnchanged,
    Known,
    Mistake,
    Patch,
    RandomStateUntouched,
    Repeatable,
    Variant,
    exercise,
)


# solution: begin
def l1_penalty(W, reg):
    """The L1 penalty, reg * (sum of the absolute values of the weights), and its gradient.

    W: weights, an array of any shape. reg: strength of the penalty.

    Returns the penalty, a number, and dW, its gradient, of W's shape. At a weight of exactly 0 take the slope 0.
    """
    value = reg * np.sum(np.abs(W))
    signs = np.sign(W)
    dW = reg * signs
    return value, dW


def l2_penalty(W, reg):
    """The L2 penalty, reg * (sum of the squares of the weights), and its gradient.

    W: weights, an array of any shape. reg: strength of the penalty.

    Returns the penalty, a number, and dW, its gradient, of W's shape.
    """
    value = reg * np.sum(W**2)
    dW = reg * 2 * W
    return value, dW


def elastic_net_penalty(W, reg, beta):
    """The elastic net, reg * (sum of beta * w**2 + |w| over the weights), and its gradient.

    W: weights, an array of any shape. reg: strength of the whole penalty. beta: weight of the squares in it.

    Returns the penalty, a number, and dW, its gradient, of W's shape. At a weight of exactly 0 take the slope 0.
    """
    value = reg * np.sum(beta * W * W + np.abs(W))
    slopes = np.sign(W)
    dW = reg * (2 * beta * W + slopes)
    return value, dW


# solution: end


# ---------------------------------------------------------------- the inputs


def lecture_peak(rng):  # noqa: ARG001 - the lecture's numbers are not drawn
    """One weight does everything."""
    return {"W": np.array([1.0, 0.0, 0.0, 0.0]), "reg": 1.0}


def lecture_spread(rng):  # noqa: ARG001
    """Four weights share the work; the score of x = [1, 1, 1, 1] is the same."""
    return {"W": np.full(4, 0.25), "reg": 1.0}


def small_matrix(rng):
    return {"W": _weights(rng, (3, 2)), "reg": 0.5}


def strong(rng):
    return {"W": _weights(rng, (5, 4)), "reg": 2.3}


def wide_matrix(rng):
    return {"W": _weights(rng, (3, 7)), "reg": 0.7}


def some_weights_zero(rng):
    W = _weights(rng, (6, 3))
    W[rng.permutation(6)[:3], rng.integers(0, 3, 3)] = 0.0
    return {"W": W, "reg": 0.9}


def _weights(rng, shape):
    """Of both signs, none of them near the kink of |w| at 0."""
    return rng.choice([-1.0, 1.0], shape) * rng.uniform(0.2, 1.5, shape)


def _with_beta(make, beta):
    """The same weights for the elastic net."""

    def made(rng):
        return {**make(rng), "beta": beta}

    return made


PEAK_HINT = "W is [1, 0, 0, 0]: work it out on paper"
SPREAD_HINT = "W is [1/4, 1/4, 1/4, 1/4]: the sum of absolute values is 1, the sum of squares is 1/4"
ZEROS_HINT = "some weights are exactly zero: the handout says what the gradient is there"
CASES = [
    Case(lecture_peak, visible=True, hint=PEAK_HINT),
    Case(lecture_spread, visible=True, hint=SPREAD_HINT),
    Case(small_matrix, visible=True, hint="weights of both signs, in a matrix"),
    Case(strong, hint="reg is above 1 here: where does it enter the value, and where the gradient?"),
    Case(wide_matrix, hint="more columns than rows: every weight counts once"),
    Case(some_weights_zero, hint=ZEROS_HINT),
]
BETAS = {
    lecture_peak: 0.5,
    lecture_spread: 0.5,
    small_matrix: 0.3,
    strong: 0.4,
    wide_matrix: 1.7,
    some_weights_zero: 0.6,
}
ELASTIC_CASES = [
    Case(_with_beta(case.make, BETAS[case.make]), visible=case.visible, hint=case.hint, name=case.name)
    for case in CASES
]
AWAY_FROM_ZERO = ("lecture_spread", "small_matrix", "strong", "wide_matrix")
CONTRACT = [
    InputsUnchanged(on=("small_matrix", "strong")),
    Repeatable(on=("small_matrix",)),
    RandomStateUntouched(on=("small_matrix",)),
]
MATRICES = {"W": "D C", "value": "", "dW": "D C"}
BELOW = "at a weight of exactly 0 the slope of |w| is taken as -1, one of its subgradients"
ABOVE = "at a weight of exactly 0 the slope of |w| is taken as +1, one of its subgradients"


FROM_BOTH = {
    "l1_penalty": [
        Patch("+ np.abs(W))\n    slopes", ") + l1_penalty(W, reg)[0]\n    slopes"),
        Patch("2 * beta * W + slopes)", "2 * beta * W) + l1_penalty(W, reg)[1]"),
    ],
    "l2_penalty": [
        Patch("reg * np.sum(beta * W * W", "l2_penalty(W, beta * reg)[0] + reg * np.sum(0"),
        Patch("reg * (2 * beta * W", "l2_penalty(W, beta * reg)[1] + reg * (0"),
    ],
}
"""How the elastic net calls the penalties that it is made of, where a mistake in one of them is carried through."""

EXERCISES = [
    exercise(
        "l1_penalty",
        title="L1 penalty",
        uses=["l1_penalty"],
        cases=CASES,
        checks=[
            Known("value", 1.0, atol=1e-9, source="lecture 3", on=("lecture_peak", "lecture_spread")),
            Close("value"),
            Close("dW"),
            Gradient("value", wrt="W", grad="dW", on=AWAY_FROM_ZERO),
            *CONTRACT,
        ],
        mistakes=[
            Mistake(
                "absolute_value_of_sum",
                "the absolute value is taken of the sum; take it of every weight before they are added up",
                "np.sum(np.abs(W))",
                "abs(np.sum(W))",
            ),
            Mistake(
                "slope_of_relu",
                "the gradient is 0 where a weight is negative, as of a ReLU; there the slope of |w| is -1",
                "reg * signs",
                "reg * (W > 0)",
            ),
            Mistake(
                "no_absolute_value",
                "the weights are added up as they are: negative ones should count with their absolute value",
                "np.sum(np.abs(W))",
                "np.sum(W)",
            ),
            Mistake(
                "squares",
                "the squares of the weights are added: that is the L2 penalty",
                "np.sum(np.abs(W))",
                "np.sum(W * W)",
                also=(Patch("reg * signs", "reg * 2 * W + 0"),),
            ),
            Mistake(
                "mean_and_its_gradient",
                "value and gradient are averaged over the weights; the penalty is their sum",
                "np.sum(np.abs(W))",
                "np.mean(np.abs(W))",
                also=(Patch("reg * signs", "reg * signs / W.size"),),
            ),
            Mistake(
                "gradient_without_signs",
                "negative weights are added as they are, and their slope is taken as +1: both need the absolute value",
                "np.sum(np.abs(W))",
                "np.sum(W)",
                also=(Patch("reg * signs", "reg * np.ones_like(W)"),),
            ),
            Mistake(
                "mean",
                "the absolute values are averaged over the weights, not summed",
                "np.sum(np.abs(W))",
                "np.mean(np.abs(W))",
            ),
            Mistake(
                "largest_column",
                "the value is the matrix norm numpy calls 1, the largest column's sum; the penalty adds up all weights",
                "np.sum(np.abs(W))",
                "np.linalg.norm(W, 1)",
            ),
            Mistake(
                "reg_missing_in_value", "reg is missing from the value", "reg * np.sum(np.abs(W))", "np.sum(np.abs(W))"
            ),
            Mistake("reg_missing_in_gradient", "reg is missing from the gradient", "reg * signs", "signs"),
            Mistake(
                "halved",
                "value and gradient are halved: the L1 penalty has no factor ½",
                "reg * np.sum(np.abs(W))",
                "0.5 * reg * np.sum(np.abs(W))",
                also=(Patch("reg * signs", "0.5 * reg * signs"),),
            ),
            Mistake(
                "gradient_is_weights",
                "the gradient is reg times the weights; the slope of |w| is its sign, +1 or -1, whatever its size",
                "reg * signs",
                "reg * W",
            ),
            Mistake(
                "gradient_is_absolute",
                (
                    "the gradient is reg times the absolute values; the slope of |w| is its sign, +1 or "
                    "-1, whatever its size"
                ),
                "reg * signs",
                "reg * np.abs(W)",
            ),
            Mistake(
                "gradient_without_sign",
                "the gradient is reg for every weight; for a negative weight the slope of |w| is -1",
                "reg * signs",
                "reg * np.ones_like(W)",
            ),
            Mistake(
                "divides_by_weights",
                "the sign is taken as W / |W|, which is 0/0 at a weight of exactly 0",
                "reg * signs",
                "reg * W / np.abs(W)",
            ),
            Mistake("gradient_sign", "the gradient has the wrong sign", "reg * signs", "-reg * signs"),
            Mistake(
                "changes_weights",
                "the weights themselves are replaced by their absolute values",
                "dW = reg * signs",
                "W[...] = np.abs(W)\n    dW = reg * signs",
            ),
        ],
        shapes=MATRICES,
        variants=[
            Variant("slope_below_at_zero", BELOW, "signs = np.sign(W)", "signs = np.where(W > 0, 1.0, -1.0)"),
            Variant("slope_above_at_zero", ABOVE, "signs = np.sign(W)", "signs = np.where(W >= 0, 1.0, -1.0)"),
        ],
    ),
    exercise(
        "l2_penalty",
        title="L2 penalty",
        uses=["l2_penalty"],
        cases=CASES,
        checks=[
            Known("value", 0.25, atol=1e-9, source="lecture 3", on=("lecture_spread",)),
            Close("value"),
            Close("dW"),
            Gradient("value", wrt="W", grad="dW", on=AWAY_FROM_ZERO),
            *CONTRACT,
        ],
        mistakes=[
            Mistake(
                "gradient_one_number",
                "the gradient is one number, of the sum of all weights; every weight has its own, 2·reg·w",
                "dW = reg * 2 * W",
                "dW = reg * 2 * np.sum(W)",
            ),
            Mistake(
                "sum_of_matrix_product",
                "a matrix product stands where each weight should be squared by itself: W**2, not W @ W.T",
                "np.sum(W**2)",
                "np.sum(W @ W.T)",
            ),
            Mistake(
                "strength_squared",
                "reg is squared too: it multiplies the sum of the squares of the weights",
                "reg * np.sum(W**2)",
                "np.sum((reg * W) ** 2)",
            ),
            Mistake(
                "norm_of_columns",
                "the squares are added up along one axis only; the penalty is one number",
                "np.sum(W**2)",
                "np.sum(W**2, axis=0)",
            ),
            Mistake(
                "root",
                (
                    "the value is the norm, the root of the sum of squares (½ for four quarters); the "
                    "penalty is the sum of squares itself (¼)"
                ),
                "np.sum(W**2)",
                "np.sqrt(np.sum(W**2))",
            ),
            Mistake(
                "root_and_its_gradient",
                (
                    "value and gradient are those of the norm, the root of the sum of squares; the "
                    "penalty is the sum of squares itself"
                ),
                "np.sum(W**2)",
                "np.sqrt(np.sum(W**2))",
                also=(Patch("reg * 2 * W", "reg * W / np.sqrt(np.sum(W**2))"),),
            ),
            Mistake("not_squared", "the weights are added up without being squared", "np.sum(W**2)", "np.sum(W)"),
            Mistake(
                "absolute_values",
                "the absolute values are added: that is the L1 penalty",
                "np.sum(W**2)",
                "np.sum(np.absolute(W))",
                also=(Patch("reg * 2 * W", "reg * 1 * np.sign(W)"),),
            ),
            Mistake(
                "squared_after_the_sum",
                "the weights are added first and the sum is squared; square each of them",
                "np.sum(W**2)",
                "np.sum(W) ** 2",
            ),
            Mistake(
                "mean_and_its_gradient",
                "value and gradient are averaged over the weights; the penalty is their sum",
                "np.sum(W**2)",
                "np.mean(W**2)",
                also=(Patch("reg * 2 * W", "reg * 2 * W / W.size"),),
            ),
            Mistake(
                "spectral_norm",
                "for a matrix, np.linalg.norm(W, 2) is the largest singular value; add the squares of all entries",
                "np.sum(W**2)",
                "np.linalg.norm(W, 2) ** 2",
            ),
            Mistake(
                "matrix_product",
                "the entries of the matrix product of W with itself are added; square each entry of W, elementwise",
                "np.sum(W**2)",
                "np.sum(W.T.dot(W))",
            ),
            Mistake("mean", "the squares are averaged over the weights, not summed", "np.sum(W**2)", "np.mean(W**2)"),
            Mistake(
                "halved",
                "value and gradient are halved: this exercise defines the penalty as reg·‖W‖², without ½",
                "reg * np.sum(W**2)",
                "0.5 * reg * np.sum(W**2)",
                also=(Patch("reg * 2 * W", "reg * W + 0"),),
            ),
            Mistake(
                "value_halved",
                "the value is half of reg·‖W‖², the gradient is that of the whole",
                "reg * np.sum(W**2)",
                "0.5 * reg * np.sum(W**2)",
            ),
            Mistake(
                "gradient_without_2",
                "the factor 2 is missing from the gradient: the slope of w² is 2w",
                "reg * 2 * W",
                "reg * W + 0",
            ),
            Mistake("reg_missing_in_value", "reg is missing from the value", "reg * np.sum(W**2)", "np.sum(W**2)"),
            Mistake("reg_missing_in_gradient", "reg is missing from the gradient", "reg * 2 * W", "2 * W"),
            Mistake(
                "gradient_of_absolute_value",
                "the gradient uses the absolute values: for a negative weight the slope of w² is negative",
                "reg * 2 * W",
                "reg * 2 * np.absolute(W)",
            ),
            Mistake(
                "gradient_summed",
                "the gradient is one number, the sum over the weights, in every place; each weight has its own slope",
                "reg * 2 * W",
                "reg * 2 * np.sum(W) * np.ones_like(W)",
            ),
            Mistake("gradient_sign", "the gradient has the wrong sign", "reg * 2 * W", "-reg * 2 * W"),
            Mistake(
                "changes_weights",
                "the weights themselves are changed on the way to the gradient",
                "dW = reg * 2 * W",
                "W *= reg * 2\n    dW = W.copy()",
            ),
        ],
        shapes=MATRICES,
    ),
    exercise(
        "elastic_net_penalty",
        title="Elastic net penalty",
        uses=["elastic_net_penalty"],
        follows=FROM_BOTH,
        cases=ELASTIC_CASES,
        checks=[
            Close("value"),
            Close("dW"),
            Gradient("value", wrt="W", grad="dW", on=AWAY_FROM_ZERO),
            *CONTRACT,
        ],
        mistakes=[
            Mistake(
                "signs_without_reg",
                "in the gradient reg multiplies the squares' part only; the signs' part has it, too",
                "reg * (2 * beta * W + slopes)",
                "reg * 2 * beta * W + slopes",
            ),
            Mistake(
                "absolute_values_without_reg",
                "in the value reg multiplies the squares only; the absolute values have it, too",
                "reg * np.sum(beta * W * W + np.abs(W))",
                "reg * beta * np.sum(W * W) + np.sum(np.abs(W))",
            ),
            Mistake(
                "beta_squared",
                "beta is squared with the weights in the value: it multiplies their squares, beta * w**2",
                "beta * W * W",
                "(beta * W) ** 2",
            ),
            Mistake(
                "beta_on_absolute_values",
                "beta stands before |w|; here it weighs the squares",
                "beta * W * W + np.abs(W)",
                "W * W + beta * np.abs(W)",
                also=(Patch("2 * beta * W + slopes", "2 * W + beta * slopes"),),
            ),
            Mistake(
                "beta_on_both",
                "beta weighs both parts; here it weighs the squares only",
                "beta * W * W + np.abs(W)",
                "beta * (W * W + np.abs(W))",
                also=(Patch("2 * beta * W + slopes", "beta * (2 * W + slopes)"),),
            ),
            Mistake(
                "beta_as_a_mix",
                (
                    "beta and 1 - beta weigh the two parts, as some libraries do; here |w| counts fully "
                    "and beta weighs the squares"
                ),
                "beta * W * W + np.abs(W)",
                "beta * W * W + (1 - beta) * np.abs(W)",
                also=(Patch("2 * beta * W + slopes", "2 * beta * W + (1 - beta) * slopes"),),
            ),
            Mistake(
                "beta_missing",
                "beta is missing: it weighs the squares",
                "beta * W * W + np.abs(W)",
                "W * W + np.abs(W)",
                also=(Patch("2 * beta * W + slopes", "2 * W + slopes"),),
            ),
            Mistake(
                "beta_missing_in_gradient",
                "beta is missing from the gradient",
                "2 * beta * W + slopes",
                "2 * W + slopes",
            ),
            Mistake(
                "gradient_without_2",
                "the factor 2 is missing from the gradient: the slope of beta·w² is 2·beta·w",
                "2 * beta * W + slopes",
                "beta * W + slopes",
            ),
            Mistake(
                "gradient_without_squares",
                "the gradient forgets the squares",
                "2 * beta * W + slopes",
                "slopes",
            ),
            Mistake(
                "gradient_without_absolute_values",
                "the gradient forgets the absolute values, whose slope is the sign of the weight",
                "2 * beta * W + slopes",
                "2 * beta * W",
            ),
            Mistake(
                "gradient_without_sign",
                "the gradient takes the slope of |w| as 1; for a negative weight it is -1",
                "2 * beta * W + slopes",
                "2 * beta * W + 1",
            ),
            Mistake(
                "no_absolute_value",
                "the weights are added as they are; negative ones should count with their absolute value",
                "beta * W * W + np.abs(W)",
                "beta * W * W + W",
            ),
            Mistake(
                "matrix_norms",
                "np.linalg.norm of a matrix is no sum over its entries: 2 gives a singular value, 1 the largest column",
                "np.sum(beta * W * W + np.abs(W))",
                "(beta * np.linalg.norm(W, 2) ** 2 + np.linalg.norm(W, 1))",
            ),
            Mistake(
                "roots",
                "the squares are replaced by their root, the norm of the weights; beta weighs the sum of squares",
                "np.sum(beta * W * W + np.abs(W))",
                "(beta * np.sqrt(np.sum(W * W)) + np.sum(np.abs(W)))",
            ),
            Mistake(
                "reg_on_squares_only",
                "reg multiplies the squares only; it is the strength of the whole penalty",
                "reg * np.sum(beta * W * W + np.abs(W))",
                "np.sum(reg * beta * W * W + np.abs(W))",
                also=(Patch("reg * (2 * beta * W + slopes)", "reg * 2 * beta * W + slopes"),),
            ),
            Mistake(
                "reg_on_absolute_values_only",
                "reg multiplies the absolute values only; it is the strength of the whole penalty",
                "reg * np.sum(beta * W * W + np.abs(W))",
                "np.sum(beta * W * W + reg * np.abs(W))",
                also=(Patch("reg * (2 * beta * W + slopes)", "2 * beta * W + reg * slopes"),),
            ),
            Mistake(
                "reg_missing_in_gradient",
                "reg is missing from the gradient",
                "reg * (2 * beta * W + slopes)",
                "2 * beta * W + slopes",
            ),
            Mistake(
                "mean",
                "the penalty is averaged over the weights, not summed",
                "np.sum(beta * W * W + np.abs(W))",
                "np.mean(beta * W * W + np.abs(W))",
            ),
            Mistake(
                "changes_weights",
                "the weights themselves are changed on the way to the gradient",
                "dW = reg * (2 * beta * W + slopes)",
                "W *= 2 * beta\n    dW = reg * (W + slopes)",
            ),
        ],
        shapes=MATRICES,
        variants=[
            Variant("slope_below_at_zero", BELOW, "slopes = np.sign(W)", "slopes = np.where(W > 0, 1.0, -1.0)"),
            Variant("slope_above_at_zero", ABOVE, "slopes = np.sign(W)", "slopes = np.where(W >= 0, 1.0, -1.0)"),
        ],
    ),
]
