"""A network with one hidden layer: affine, ReLU, affine, softmax.

CS231n, lecture 4. The penalty is ½·reg·Σw² over the weights of both layers, without the biases; reg·Σw² with the
gradient 2·reg·w is the same by another convention.
"""

from __future__ import annotations

import numpy as np

from grader.authoring import (
    Case,
    Close,
    Gradient,
    InitialLoss,
    InputsUnchanged,
    Patch,
    Penalties,
    Repeatable,
    Spread,
    Stable,
    Variant,
    exercise,
)

from . import inputs
from .affine import affine_backward, affine_forward  # noqa: F401 - what the network may be made of
from .losses import softmax_loss  # noqa: F401
from .overfitting import LearnsByHeart
from .rectifiers import relu_backward, relu_forward  # noqa: F401
from .scores import LOUD
from .slips_networks import TWO_LAYERS, TWO_LAYERS_FIRST, TWO_LAYERS_SCORES


# solution: begin
class TwoLayerNet:
    """A network with one hidden layer and a softmax loss: affine, ReLU, affine, softmax.

    Its parameters are in the dictionary self.params: W1 (D, H), b1 (H,), W2 (H, C), b2 (C,).
    """

    def __init__(self, input_dim=3 * 32 * 32, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0):
        """Fill self.params: weights from a normal distribution with mean 0, biases zero.

        input_dim: D, numbers per example. hidden_dim: H, hidden units. num_classes: C. weight_scale: standard deviation
        of the weights. reg: strength of the penalty in the loss.
        """
        self.reg = reg
        self.params = {
            "W1": weight_scale * np.random.randn(input_dim, hidden_dim),
            "b1": np.zeros(hidden_dim),
            "W2": weight_scale * np.random.randn(hidden_dim, num_classes),
            "b2": np.zeros(num_classes),
        }

    def loss(self, X, y=None):
        """The scores of X, or the loss and its gradients.

        X: (N, D) examples, one per row. y: (N,) labels, 0 <= y[i] < C, or None.

        Returns the scores (N, C) where y is None. Else returns the loss, a number, and a dictionary with its gradients
        by all parameters, under the parameters' own names. The loss is the mean over the examples of minus the log of
        the right class's probability, plus 0.5 * self.reg * (sum of the squares of all weights, without the biases).
        """
        W1, b1, W2, b2 = (self.params[name] for name in ("W1", "b1", "W2", "b2"))
        reg, N = self.reg, len(X)
        before = X @ W1 + b1
        hidden = np.maximum(0, before)
        scores = hidden @ W2 + b2
        if y is None:
            return scores

        shifted = scores - scores.max(axis=1, keepdims=True)
        log_sums = np.log(np.exp(shifted).sum(axis=1))
        losses = log_sums - shifted[np.arange(N), y]
        loss = losses.sum() / N + 0.5 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))

        dscores = np.exp(shifted - log_sums[:, None])
        dscores[np.arange(N), y] -= 1
        dscores = dscores / N
        dhidden = dscores @ W2.T
        dbefore = dhidden * (before > 0)
        dW2 = hidden.T @ dscores + reg * W2
        db2 = dscores.sum(axis=0)
        dW1 = X.T @ dbefore + reg * W1
        db1 = dbefore.sum(axis=0)
        return loss, {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}


# solution: end


# ---------------------------------------------------------------- the inputs


def draw(rng, N, D, H, C, reg):
    return {**inputs.network(rng, (D, H, C), N), "y": inputs.labels(rng, N, C), "reg": reg}


def small_batch(rng):
    return draw(rng, N=5, D=4, H=6, C=3, reg=0.7)


def more_hidden_units(rng):
    return draw(rng, N=4, D=5, H=11, C=3, reg=0.8)


def more_classes(rng):
    return draw(rng, N=6, D=5, H=4, C=8, reg=0.3)


def more_examples(rng):
    return draw(rng, N=13, D=3, H=5, C=4, reg=1.3)


def one_example(rng):
    return draw(rng, N=1, D=6, H=5, C=4, reg=0.4)


def no_penalty(rng):
    return draw(rng, N=7, D=6, H=5, C=3, reg=0.0)


def scores_too_high(rng):
    """All scores are 1000 too high: the probabilities are those of the ordinary ones."""
    made = draw(rng, N=5, D=4, H=7, C=3, reg=0.3)
    return {**made, "b2": made["b2"] + 1000.0}


def one_loud_example(rng):
    """The scores of one example lie 2000 above those of the others."""
    return inputs.loud_example(draw(rng, N=6, D=4, H=7, C=3, reg=0.3), rng)


def two_loud_classes(rng):
    """In every example two classes score 1500 above the others and close to each other; the right one is of them."""
    return inputs.loud_classes(draw(rng, N=6, D=4, H=7, C=5, reg=0.3), rng)


def right_class_far_behind(rng):
    """The right class trails by 700 and more, where exp(+gap) overflows and exp(-gap) is still a float."""
    return inputs.far_behind(draw(rng, N=6, D=5, H=7, C=4, reg=0.3), rng)


def reg_left_out(rng):
    """The network is made without reg, where its constructor has a default for it."""
    return {**draw(rng, N=6, D=4, H=5, C=3, reg=0.0), "left_out": ["reg"]}


def scores_only(make):
    """The same without labels."""

    def made(rng):
        drawn = make(rng)
        return {name: value for name, value in drawn.items() if name not in {"y", "reg"}}

    made.__name__ = make.__name__
    return made


def small(rng):  # noqa: ARG001 - the numbers are drawn by the network itself
    return {"input_dim": 60, "hidden_dim": 40, "num_classes": 30, "weight_scale": 0.01}


def wide(rng):  # noqa: ARG001
    return {"input_dim": 30, "hidden_dim": 70, "num_classes": 40, "weight_scale": 0.3}


def nothing_given(rng):  # noqa: ARG001
    """What has a default is left out; the numbers here are the defaults."""
    defaults = {"input_dim": 3 * 32 * 32, "hidden_dim": 100, "num_classes": 10, "weight_scale": 1e-3}
    return {**defaults, "left_out": [*defaults, "reg"]}


HINTS = {
    small_batch: "work out the shapes first: X (N, D), hidden (N, H), scores (N, C)",
    more_hidden_units: "more hidden units than anything else",
    more_classes: "more classes than examples",
    more_examples: "more examples than anything else: which sums run over them?",
    one_example: "a batch of a single example",
    no_penalty: "reg is 0 here: nothing but the softmax loss",
    reg_left_out: "the network is made without reg here: its default is 0.0",
}
LARGE = {
    scores_too_high: "adding the same to all scores of an example changes no probability",
    one_loud_example: "one example has much larger scores than the others: shift each by its own maximum",
    two_loud_classes: "two classes score far above the others: the largest score is to become 0, no other",
    right_class_far_behind: "the right class trails by more than 700: the largest score is to become 0, no other",
}
DIFFERENTIATED = ("small_batch", "more_hidden_units", "more_examples")
NAMES = ("W1", "b1", "W2", "b2")
SHAPES = {"X": "N D", "y": "N", "W1": "D H", "b1": "H", "W2": "H C", "b2": "C", "scores": "N C", "loss": ""} | {
    "dW1": "D H",
    "db1": "H",
    "dW2": "H C",
    "db2": "C",
}
PREFER = ["**/cs231n/classifiers/fc_net.py", "**/classifiers/fc_net.py", "**/fc_net.py", "**/neural_net.py"]
DRAWN = {"with_weights": True}
AGAIN = {"again": True}
"""The same network is asked twice."""
NOTHING_GIVEN = "arguments are left out of this call: their defaults are those of the signature that was handed out"
SCORES_FROM_LAYERS = {
    "affine_forward": [
        Patch("X @ W1 + b1", "affine_forward(X, W1, b1)[0]"),
        Patch("hidden @ W2 + b2", "affine_forward(hidden, W2, b2)[0]"),
    ],
    "relu_forward": [Patch("np.maximum(0, before)", "relu_forward(before)[0]")],
}
LOSS_FROM_LAYERS = SCORES_FROM_LAYERS | {
    "two_layer_net_scores": [],
    "affine_backward": [
        Patch(
            "        dhidden = ",
            "        second = affine_backward(dscores, affine_forward(hidden, W2, b2)[1])\n        dhidden = ",
        ),
        Patch("dscores @ W2.T", "second[0]"),
        Patch("hidden.T @ dscores", "second[1]"),
        Patch("dscores.sum(axis=0)", "second[2]"),
        Patch(
            "        dW1 = ", "        first = affine_backward(dbefore, affine_forward(X, W1, b1)[1])\n        dW1 = "
        ),
        Patch("X.T @ dbefore", "first[1]"),
        Patch("dbefore.sum(axis=0)", "first[2]"),
    ],
    "relu_backward": [Patch("dhidden * (before > 0)", "relu_backward(dhidden, relu_forward(before)[1])")],
    "softmax_loss": [
        Patch("losses.sum() / N", "softmax_loss(scores, y)[0]"),
        Patch("dscores = dscores / N", "dscores = softmax_loss(scores, y)[1]"),
    ],
}
"""How the network calls the layers, where a mistake in one of them is carried through."""

EXERCISES = [
    exercise(
        "two_layer_net_init",
        title="Two-layer network: its first weights",
        uses=["TwoLayerNet"],
        prefer=PREFER,
        cases=[
            Case(small, visible=True, hint="the shapes are (D, H), (H,), (H, C) and (C,)"),
            Case(nothing_given, visible=True, hint=NOTHING_GIVEN),
            Case(wide, hint="other sizes, and another weight_scale: are your arguments used?"),
        ],
        checks=[
            Close("shape_of_W1"),
            Close("b1"),
            Close("shape_of_W2"),
            Close("b2"),
            Spread("W1", sd="weight_scale", called="weight_scale", inputs=DRAWN),
            Spread("W2", sd="weight_scale", called="weight_scale", inputs=DRAWN),
        ],
        mistakes=TWO_LAYERS_FIRST,
    ),
    exercise(
        "two_layer_net_scores",
        title="Two-layer network: its scores",
        uses=["TwoLayerNet"],
        follows=SCORES_FROM_LAYERS,
        prefer=PREFER,
        shapes=SHAPES,
        cases=[Case(scores_only(make), visible=make is small_batch, hint=HINTS[make]) for make in list(HINTS)[:5]],
        checks=[
            Close("scores"),
            InputsUnchanged(),
            Repeatable(on=("small_batch",), inputs=AGAIN),
        ],
        mistakes=TWO_LAYERS_SCORES,
    ),
    exercise(
        "two_layer_net_loss",
        title="Two-layer network: loss and gradients",
        uses=["TwoLayerNet"],
        follows=LOSS_FROM_LAYERS,
        prefer=PREFER,
        shapes=SHAPES,
        cases=[
            *(Case(make, visible=make is small_batch, hint=hint) for make, hint in HINTS.items()),
            *(Case(make, reserved=True, tolerance=LOUD, hint=hint) for make, hint in LARGE.items()),
        ],
        checks=[
            InitialLoss(log_of="C", weights="W1 b1 W2 b2", on=("small_batch", "more_classes")),
            Close("loss"),
            *(Close(f"d{name}") for name in NAMES),
            *(Gradient("loss", wrt=name, grad=f"d{name}", on=DIFFERENTIATED) for name in NAMES),
            Penalties(("W1", "W2"), biases=("b1", "b2"), on=("small_batch", "more_hidden_units", "more_examples")),
            Stable("loss", *(f"d{name}" for name in NAMES), on=tuple(make.__name__ for make in LARGE)),
            LearnsByHeart(sizes=(20, 40, 5), on=("small_batch",)),
            InputsUnchanged(on=("small_batch", "more_hidden_units")),
            Repeatable(on=("small_batch",), inputs=AGAIN),
        ],
        mistakes=TWO_LAYERS,
        variants=[
            Variant(
                "whole_penalty",
                "the penalty is reg·Σw² over all weights, with the gradient 2·reg·w",
                "reg, N = self.reg, len(X)",
                "reg, N = 2 * self.reg, len(X)",
            ),
        ],
    ),
]
