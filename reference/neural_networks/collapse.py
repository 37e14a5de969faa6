"""Why networks need something between their layers: a chain of linear layers is one linear layer.

CS231n, lecture 4. With one example per row, x @ W1 @ W2 @ W3 = x @ (W1 @ W2 @ W3).
"""

from __future__ import annotations

from functools import reduce
from itertools import pairwise

import numpy as np

from grader.authoring import (
    Case,
    Close,
    InputsUnchanged,
    Mistake,
    RandomStateUntouched,
    Repeatable,
    exercise,
)

from .slips import slips


# solution: begin
def collapse_linear_layers(weights):
    """The weights of the one linear layer that does what a chain of linear layers does.

    weights: a list of arrays, one for each layer, of the shapes (D0, D1), (D1, D2) and so on. An example x, a row, goes
    through them one after the other: x @ weights[0] @ weights[1] @ ...

    Returns the array W of shape (D0, D of the last) for which x @ W is the same.
    """
    return reduce(np.matmul, weights)


# solution: end


def draw(rng, *sizes):
    return {"weights": [rng.standard_normal(pair) for pair in pairwise(sizes)]}


def two_layers(rng):  # noqa: ARG001 - small numbers, to work out on paper
    return {"weights": [np.array([[1.0, 2.0, 0.0], [0.0, -1.0, 3.0]]), np.array([[1.0], [2.0], [-1.0]])]}


def three_layers(rng):
    return draw(rng, 4, 5, 3, 6)


def five_layers(rng):
    return draw(rng, 3, 7, 2, 6, 4, 5)


def one_layer(rng):
    return draw(rng, 3, 4)


def all_square(rng):
    """No shape tells in which order they are multiplied."""
    return draw(rng, 4, 4, 4, 4)


def same_at_both_ends(rng):
    return draw(rng, 3, 5, 3)


HINTS = {
    two_layers: "multiply the two by hand: the result has 2 rows and 1 column",
    three_layers: "three layers: in which order do they come?",
    five_layers: "five layers: does your loop reach the last?",
    one_layer: "a single layer is its own chain",
    all_square: "all matrices are square: no shape tells you if the order is wrong",
    same_at_both_ends: "as many outputs as inputs",
}
PRODUCT = "reduce(np.matmul, weights)"
known = slips(
    {
        "wrong_order": "the weights are multiplied in the wrong order: x meets weights[0] first",
        "transposed": "the result is transposed: it has one row per input of the first layer",
        "each_transposed": "every array is transposed before it is multiplied; they fit as they are",
        "first_two_only": "only the first two layers are multiplied; the chain goes on",
        "last_left_out": "the last layer is left out: the loop ends too early",
        "last_not_reached": "the last layer is not multiplied: the loop ends too early",
        "first_left_out": "the first layer is left out: the loop starts too late",
        "ends_only": "only the first and the last layer are multiplied; those in between count, too",
        "relu_between": "a ReLU stands between the layers: then the chain is no linear layer any more",
        "last_alone": "the result is the last layer alone: it is assigned where it should be multiplied",
        "first_alone": "the result is the first layer alone: the others are still to be multiplied to it",
        "added": "the weights are added up; layers one after the other multiply",
        "by_elements": "the weights are multiplied entry by entry (*); layers one after the other need @",
        "averaged": "the product is divided by the number of layers; it is the product, as it is",
        "list_returned": "the whole list of products is returned; the last of them is the answer",
        "unfinished": "the result is zero throughout, as in a starter: the function is unfinished",
        "weights_changed": "the arrays in the list are changed in place; the caller still needs them",
        "list_changed": "the list is emptied on the way (pop); the caller still needs it: work on a copy",
    }
)
MISTAKES = [
    known("wrong_order", PRODUCT, "reduce(np.matmul, weights[::-1])"),
    known("transposed", PRODUCT, f"{PRODUCT}.T"),
    known("each_transposed", PRODUCT, "reduce(np.matmul, [W.T for W in weights])"),
    known("first_two_only", PRODUCT, "reduce(np.matmul, weights[:2])"),
    known("last_left_out", PRODUCT, "reduce(np.matmul, weights[: max(1, len(weights) - 1)])"),
    known("last_not_reached", PRODUCT, "reduce(np.matmul, weights[:-1], np.eye(len(weights[0])))"),
    known("first_left_out", PRODUCT, "reduce(np.matmul, weights[1:] or weights)"),
    known("ends_only", PRODUCT, "weights[0] @ weights[-1]"),
    Mistake(
        "relu_after",
        "negative entries of a product are cut off at 0: nothing stands between the layers here, no ReLU either",
        PRODUCT,
        "reduce(lambda W, V: np.maximum(0, W @ V), weights)",
    ),
    Mistake(
        "second_left_out",
        "the second layer is left out: the loop begins one too late",
        PRODUCT,
        "reduce(np.matmul, weights[:1] + weights[2:])",
    ),
    known("relu_between", PRODUCT, "reduce(lambda W, V: np.maximum(0, W) @ V, weights)"),
    known("last_alone", PRODUCT, "1 * weights[-1]"),
    known("first_alone", PRODUCT, "1 * weights[0]"),
    known("added", PRODUCT, "sum(weights)"),
    known("by_elements", PRODUCT, "reduce(np.multiply, weights)"),
    known("averaged", PRODUCT, f"{PRODUCT} / len(weights)"),
    known("list_returned", PRODUCT, "[reduce(np.matmul, weights[: i + 1]) for i in range(len(weights))]"),
    known("unfinished", PRODUCT, f"0 * {PRODUCT}"),
    known("weights_changed", f"return {PRODUCT}", f"W = {PRODUCT}\n    weights[0] *= 0\n    return W"),
    known("list_changed", f"return {PRODUCT}", f"W = {PRODUCT}\n    weights.pop()\n    return W"),
]

EXERCISE = exercise(
    "collapse_linear_layers",
    title="A chain of linear layers",
    uses=["collapse_linear_layers"],
    cases=[Case(make, visible=make is two_layers, hint=hint) for make, hint in HINTS.items()],
    checks=[
        Close("W"),
        InputsUnchanged(),
        Repeatable(on=("three_layers",)),
        RandomStateUntouched(on=("three_layers",)),
    ],
    mistakes=MISTAKES,
)
