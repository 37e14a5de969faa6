"""A network with any number of hidden layers: affine and ReLU in turn, then affine and softmax.

CS231n, assignment 2. The penalty is ½·reg·Σw² over the weights of all layers, without the biases.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

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
    exercise,
)

from . import inputs
from .affine import affine_backward, affine_forward  # noqa: F401 - what the network may be made of
from .losses import softmax_loss  # noqa: F401
from .overfitting import LearnsByHeart
from .rectifiers import relu_backward, relu_forward  # noqa: F401
from .scores import LOUD
from .slips_deep import DEEP, DEEP_FIRST, DEEP_SCORES
from .two_layer import AGAIN, DRAWN, NOTHING_GIVEN, PREFER, scores_only


# solution: begin
class FullyConnectedNet:
    """A network with one or more hidden layers and a softmax loss: (affine, ReLU) for each of them, affine, softmax.

    Its parameters are in the dictionary self.params: W1, b1 for the first layer, W2, b2 for the second and so on, of
    the shapes (inputs, outputs) and (outputs,). There is one affine layer more than there are hidden layers.
    """

    def __init__(
        self,
        hidden_dims,
        input_dim=3 * 32 * 32,
        num_classes=10,
        reg=0.0,
        weight_scale=1e-2,
        dtype=np.float64,
    ):
        """Fill self.params: weights from a normal distribution with mean 0, biases zero.

        hidden_dims: a list with the number of units of each hidden layer. input_dim: D, numbers per example.
        num_classes: C. reg: strength of the penalty in the loss. weight_scale: standard deviation of the weights.
        dtype: of the parameters.
        """
        self.reg = reg
        self.num_layers = 1 + len(hidden_dims)
        sizes = [input_dim, *hidden_dims, num_classes]
        self.params = {}
        for i, (fan_in, fan_out) in enumerate(pairwise(sizes), 1):
            weights = weight_scale * np.random.randn(fan_in, fan_out)
            biases = np.zeros(fan_out)
            self.params[f"W{i}"], self.params[f"b{i}"] = weights.astype(dtype), biases.astype(dtype)

    def loss(self, X, y=None):
        """The scores of X, or the loss and its gradients.

        X: (N, D) examples, one per row. y: (N,) labels, 0 <= y[i] < C, or None.

        Returns the scores (N, C) where y is None. Else returns the loss, a number, and a dictionary with its gradients
        by all parameters, under the parameters' own names. The loss is the mean over the examples of minus the log of
        the right class's probability, plus 0.5 * self.reg * (sum of the squares of all weights, without the biases).
        """
        N, layers = len(X), range(1, self.num_layers + 1)
        given, before = {}, {}
        hidden = X
        for i in layers:
            given[i] = hidden
            before[i] = hidden @ self.params[f"W{i}"] + self.params[f"b{i}"]
            hidden = np.maximum(0, before[i])
        scores = before[self.num_layers]
        if y is None:
            return scores

        shifted = scores - scores.max(axis=1, keepdims=True)
        log_sums = np.log(np.exp(shifted).sum(axis=1))
        losses = log_sums - shifted[np.arange(N), y]
        squares = sum(np.sum(self.params[f"W{i}"] ** 2) for i in layers)
        loss = losses.sum() / N + 0.5 * self.reg * squares

        dscores = np.exp(shifted - log_sums[:, None])
        dscores[np.arange(N), y] -= 1
        dscores = dscores / N
        grads, dbefore = {}, dscores
        for i in reversed(layers):
            grads[f"W{i}"] = given[i].T @ dbefore + self.reg * self.params[f"W{i}"]
            grads[f"b{i}"] = dbefore.sum(axis=0)
            if i > 1:
                dhidden = dbefore @ self.params[f"W{i}"].T
                dbefore = dhidden * (before[i - 1] > 0)
        return loss, grads


# solution: end


# ---------------------------------------------------------------- the inputs


def draw(rng, N, sizes, reg):
    return {**inputs.network(rng, sizes, N), "y": inputs.labels(rng, N, sizes[-1]), "reg": reg}


def two_hidden_layers(rng):
    return draw(rng, 5, (4, 7, 6, 3), reg=0.7)


def one_hidden_layer(rng):
    return draw(rng, 6, (5, 8, 4), reg=0.8)


def narrowing(rng):
    return draw(rng, 4, (9, 8, 6, 5), reg=0.3)


def three_hidden_layers(rng):
    return draw(rng, 7, (3, 6, 4, 5, 8), reg=1.3)


def one_example(rng):
    return draw(rng, 1, (6, 5, 7, 4), reg=0.4)


def no_penalty(rng):
    return draw(rng, 9, (6, 5, 4, 3), reg=0.0)


def scores_too_high(rng):
    """All scores are 1000 too high: the probabilities are those of the ordinary ones."""
    made = draw(rng, 5, (4, 7, 6, 3), reg=0.3)
    return {**made, "b3": made["b3"] + 1000.0}


def one_loud_example(rng):
    """The scores of one example lie 2000 above those of the others."""
    return inputs.loud_example(draw(rng, 6, (4, 7, 5, 3), reg=0.3), rng)


def two_loud_classes(rng):
    """In every example two classes score 1500 above the others and close to each other; the right one is of them."""
    return inputs.loud_classes(draw(rng, 6, (4, 7, 6, 5), reg=0.3), rng)


def right_class_far_behind(rng):
    """The right class trails by 700 and more, where exp(+gap) overflows and exp(-gap) is still a float."""
    return inputs.far_behind(draw(rng, 6, (5, 7, 6, 4), reg=0.3), rng)


def reg_left_out(rng):
    """The network is made without reg, where its constructor has a default for it."""
    return {**draw(rng, 7, (5, 6, 4, 3), reg=0.0), "left_out": ["reg"]}


def small(rng):  # noqa: ARG001 - the numbers are drawn by the network itself
    return {"hidden_dims": [40, 30], "input_dim": 60, "num_classes": 35, "weight_scale": 0.01}


def one_layer_less(rng):  # noqa: ARG001
    return {"hidden_dims": [45], "input_dim": 30, "num_classes": 50, "weight_scale": 0.3}


def one_layer_more(rng):  # noqa: ARG001
    return {"hidden_dims": [45, 30, 40], "input_dim": 35, "num_classes": 50, "weight_scale": 0.07}


def nothing_but_hidden_dims(rng):  # noqa: ARG001
    """What has a default is left out; the numbers here are the defaults."""
    defaults = {"input_dim": 3 * 32 * 32, "num_classes": 10, "weight_scale": 1e-2}
    return {"hidden_dims": [100, 60], **defaults, "left_out": [*defaults, "reg"]}


HINTS = {
    two_hidden_layers: "two hidden layers, three affine ones: work out all shapes first",
    one_hidden_layer: "a single hidden layer: the same as your TwoLayerNet",
    narrowing: "every layer is narrower than the one before",
    three_hidden_layers: "three hidden layers: does your loop go as far as self.num_layers?",
    one_example: "a batch of a single example",
    no_penalty: "reg is 0 here: nothing but the softmax loss",
    reg_left_out: "the network is made without reg here: its default is 0.0",
}
DEEPER = ("small", "nothing_but_hidden_dims", "one_layer_more")
"""The cases whose network has a third affine layer."""
FIRST = {
    small: "the shapes are (D, H1), (H1, H2), (H2, C) for the weights",
    nothing_but_hidden_dims: NOTHING_GIVEN,
    one_layer_less: "a single hidden layer, other sizes, and another weight_scale",
    one_layer_more: "three hidden layers, other sizes, and another weight_scale",
}
LARGE = {
    scores_too_high: "adding the same to all scores of an example changes no probability",
    one_loud_example: "one example has much larger scores than the others: shift each by its own maximum",
    two_loud_classes: "two classes score far above the others: the largest score is to become 0, no other",
    right_class_far_behind: "the right class trails by more than 700: the largest score is to become 0, no other",
}
DIFFERENTIATED = {
    "W1": ("two_hidden_layers", "one_hidden_layer", "three_hidden_layers"),
    "b1": ("two_hidden_layers", "three_hidden_layers"),
    "W2": ("one_hidden_layer", "three_hidden_layers"),
    "W3": ("two_hidden_layers", "three_hidden_layers"),
    "W4": ("three_hidden_layers",),
}
"""A few cases for each: every sweep is some hundred losses."""
DEPTHS = {one_hidden_layer: 2, three_hidden_layers: 4}
"""The number of affine layers, where it is not three."""


def having(i):
    """The cases whose network has an i-th affine layer."""
    return tuple(make.__name__ for make in HINTS if i <= DEPTHS.get(make, 3))


LAYERS = range(1, 5)
SHAPES = {"X": "N D", "y": "N", "scores": "N C", "loss": "", "dW1": "D outputs", "db1": "outputs"} | {
    name: shape for i in (2, 3, 4) for name, shape in ((f"dW{i}", "inputs outputs"), (f"db{i}", "outputs"))
}


OF_LAYER = 'self.params[f"W{i}"], self.params[f"b{i}"]'
SCORES_FROM_LAYERS = {
    "affine_forward": [
        Patch('hidden @ self.params[f"W{i}"] + self.params[f"b{i}"]', f"affine_forward(hidden, {OF_LAYER})[0]")
    ],
    "relu_forward": [Patch("np.maximum(0, before[i])", "relu_forward(before[i])[0]")],
}
LOSS_FROM_LAYERS = SCORES_FROM_LAYERS | {
    "fully_connected_net_scores": [],
    "affine_backward": [
        Patch(
            '            grads[f"W{i}"] = ',
            f"            gradients = affine_backward(dbefore, affine_forward(given[i], {OF_LAYER})[1])\n"
            '            grads[f"W{i}"] = ',
        ),
        Patch("given[i].T @ dbefore", "gradients[1]"),
        Patch("dbefore.sum(axis=0)", "gradients[2]"),
        Patch('dbefore @ self.params[f"W{i}"].T', "gradients[0]"),
    ],
    "relu_backward": [Patch("dhidden * (before[i - 1] > 0)", "relu_backward(dhidden, relu_forward(before[i - 1])[1])")],
    "softmax_loss": [
        Patch("losses.sum() / N", "softmax_loss(scores, y)[0]"),
        Patch("dscores = dscores / N", "dscores = softmax_loss(scores, y)[1]"),
    ],
}
"""How the network calls the layers, where a mistake in one of them is carried through."""


class InitialLossOfAnyDepth(InitialLoss):
    """The number of classes is that of the last layer's biases, whichever layer is the last."""

    def judge(self, case, seen, expected):
        classes = len([value for name, value in case.inputs.items() if name.startswith("b")][-1])
        return super().judge(replace(case, letters={**case.letters, self.log_of: classes}), seen, expected)


EXERCISES = [
    exercise(
        "fully_connected_net_init",
        title="Fully connected network: its first weights",
        uses=["FullyConnectedNet"],
        prefer=PREFER,
        cases=[Case(make, visible=make in (small, nothing_but_hidden_dims), hint=hint) for make, hint in FIRST.items()],
        checks=[
            *(Close(f"shape_of_W{i}") for i in LAYERS),
            *(Close(f"b{i}") for i in (1, 2)),
            Close("b3", on=DEEPER),
            Close("b4", on=("one_layer_more",)),
            *(Spread(f"W{i}", sd="weight_scale", called="weight_scale", inputs=DRAWN) for i in (1, 2)),
            Spread("W3", sd="weight_scale", called="weight_scale", inputs=DRAWN, on=DEEPER),
        ],
        mistakes=DEEP_FIRST,
    ),
    exercise(
        "fully_connected_net_scores",
        title="Fully connected network: its scores",
        uses=["FullyConnectedNet"],
        follows=SCORES_FROM_LAYERS,
        prefer=PREFER,
        shapes=SHAPES,
        cases=[
            Case(scores_only(make), visible=make is two_hidden_layers, hint=HINTS[make]) for make in list(HINTS)[:5]
        ],
        checks=[Close("scores"), InputsUnchanged(), Repeatable(on=("two_hidden_layers",), inputs=AGAIN)],
        mistakes=DEEP_SCORES,
    ),
    exercise(
        "fully_connected_net_loss",
        title="Fully connected network: loss and gradients",
        uses=["FullyConnectedNet"],
        follows=LOSS_FROM_LAYERS,
        prefer=PREFER,
        shapes=SHAPES,
        cases=[
            *(Case(make, visible=make is two_hidden_layers, hint=hint) for make, hint in HINTS.items()),
            *(Case(make, reserved=True, tolerance=LOUD, hint=hint) for make, hint in LARGE.items()),
        ],
        checks=[
            InitialLossOfAnyDepth(log_of="C", weights="W1 b1 W2 b2 W3 b3", on=("two_hidden_layers", "narrowing")),
            Close("loss"),
            *(Close(f"d{kind}{i}", on=having(i)) for i in LAYERS for kind in "Wb"),
            *(Gradient("loss", wrt=name, grad=f"d{name}", on=DIFFERENTIATED[name]) for name in DIFFERENTIATED),
            Penalties(
                tuple(f"W{i}" for i in LAYERS),
                biases=tuple(f"b{i}" for i in LAYERS),
                on=("two_hidden_layers", "one_hidden_layer", "three_hidden_layers"),
            ),
            Stable(
                "loss", *(f"d{kind}{i}" for i in (1, 2, 3) for kind in "Wb"), on=tuple(make.__name__ for make in LARGE)
            ),
            LearnsByHeart(sizes=(20, 40, 30, 5), on=("two_hidden_layers",)),
            InputsUnchanged(on=("two_hidden_layers", "three_hidden_layers")),
            Repeatable(on=("two_hidden_layers",), inputs=AGAIN),
        ],
        mistakes=DEEP,
    ),
]
