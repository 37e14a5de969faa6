"""A three-layer convolutional network: convolution, ReLU, pooling, a hidden layer, and the softmax loss.

CS231n, convolutional networks. The penalty is ½·reg times the squares of all weights, as in the networks before it.
"""

from __future__ import annotations

import numpy as np

from grader.authoring import (
    BatchOfOne,
    Case,
    Close,
    Gradient,
    InitialLoss,
    InputsUnchanged,
    Patch,
    PermutedBatch,
    Repeatable,
    ShiftInvariant,
    Spread,
    Stable,
    exercise,
)

from .conv_backward import conv_backward_naive  # noqa: F401 - the network may be made of these layers, too
from .conv_forward import conv_forward_naive  # noqa: F401
from .im2col_backward import conv_backward_im2col
from .im2col_forward import conv_forward_im2col
from .max_pool_backward import max_pool_backward_naive  # noqa: F401 - a mistake takes its way with ties
from .max_pool_forward import max_pool_forward_naive  # noqa: F401
from .slips_convnet import MISTAKES
from .slips_first_weights import FIRST_WEIGHTS

POOLED = {"pool_height": 2, "pool_width": 2, "stride": 2}
LOUD = 1e-9
"""Rounding of a score of 1e4 is 1e-12, and its exponential inherits it as a relative error."""
LOUDER = 1e-6
"""With exp(scores - logsumexp) all probabilities of an example share that error: they don't add up to 1, and weights of
2000 hand on the sum. Over many draws the gradients were off by up to 5e-8."""


# solution: begin
class ThreeLayerConvNet:
    """Convolution - ReLU - 2x2 max pooling - affine - ReLU - affine - softmax.

    The filters move by 1, over images padded with zeros so that height and width stay what they are (the filters have
    odd sides, F by F; H and W are even). The pooling has windows of 2 by 2 at stride 2.

    self.params: W1 (num_filters, D, F, F) and b1 (num_filters,) of the convolution; W2 (P, hidden_dim) and b2
    (hidden_dim,), where P = num_filters·H/2·W/2; W3 (hidden_dim, num_classes) and b3 (num_classes,). The rows of W2
    belong to the entries of the pooled maps in C order: filter by filter, row by row.
    """

    def __init__(
        self,
        input_dim=(3, 32, 32),
        num_filters=32,
        filter_size=7,
        hidden_dim=100,
        num_classes=10,
        weight_scale=1e-3,
        reg=0.0,
        dtype=np.float32,
    ):
        """Make the parameters: weights are drawn from a normal distribution of mean 0, biases are 0.

        input_dim: (D, H, W) of one image. weight_scale: standard deviation of the weights. reg: strength of the
        penalty. dtype: type of all parameters.
        """
        D, H, W = input_dim
        self.params, self.reg, self.dtype = {}, reg, dtype
        shapes = [
            (num_filters, D, filter_size, filter_size),
            (num_filters * (H // 2) * (W // 2), hidden_dim),
            (hidden_dim, num_classes),
        ]
        for layer, shape in enumerate(shapes, 1):
            outputs = shape[0] if layer == 1 else shape[1]
            self.params[f"W{layer}"] = (weight_scale * np.random.randn(*shape)).astype(dtype)
            self.params[f"b{layer}"] = np.zeros(outputs, dtype=dtype)

    def loss(self, X, y=None):
        """The scores of a batch; with labels, its loss and the gradients.

        X: (N, D, H, W) images. y: (N,) labels, 0 <= y[i] < num_classes, or None.

        Returns the scores, (N, num_classes), if y is None. Else the loss, the mean softmax loss of the batch plus
        ½·reg·(sum of the squares of W1, W2 and W3), and a dictionary of its gradients with the keys of self.params.
        """
        W1, b1, W2, b2, W3, b3 = (self.params[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
        reg, N = self.reg, len(X)
        maps, cache = conv_forward_im2col(X, W1, b1, {"stride": 1, "pad": (W1.shape[2] - 1) // 2})
        active = np.maximum(0.0, maps)
        F, H, W = maps.shape[1:]
        blocks = active.reshape(N, F, H // 2, 2, W // 2, 2)
        pooled = blocks.max(axis=(3, 5))
        features = pooled.reshape(N, -1)
        hidden = np.maximum(0.0, features @ W2 + b2)
        scores = hidden @ W3 + b3
        if y is None:
            return scores

        shifted = scores - scores.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -np.sum(log_p[np.arange(N), y]) / N
        loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))

        dscores = np.exp(log_p)
        dscores[np.arange(N), y] -= 1.0
        dscores /= N
        dW3, db3 = hidden.T @ dscores + reg * W3, dscores.sum(axis=0)
        dhidden = (dscores @ W3.T) * (hidden > 0)
        dW2, db2 = features.T @ dhidden + reg * W2, dhidden.sum(axis=0)
        dpooled = (dhidden @ W2.T).reshape(pooled.shape)
        dblocks = dpooled[:, :, :, None, :, None] * (blocks == pooled[:, :, :, None, :, None])
        dmaps = dblocks.reshape(maps.shape) * (maps > 0)
        _, dW1, db1 = conv_backward_im2col(dmaps, cache)
        dW1 = dW1 + reg * W1
        return loss, {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}


# solution: end


def _network(rng, *, N, D, size, F, side, hidden, C, reg):
    """A batch and a network of which no unit stands near a kink: neither at 0 nor with two largest entries alike."""
    H, W = size
    while True:
        drawn = {
            "X": rng.standard_normal((N, D, H, W)),
            "y": rng.permutation(np.arange(N) % C),
            "W1": rng.standard_normal((F, D, side, side)) / np.sqrt(D * side),
            "b1": 0.3 * rng.standard_normal(F),
            "W2": rng.standard_normal((F * (H // 2) * (W // 2), hidden)) / np.sqrt(F * H * W / 4),
            "b2": 0.3 * rng.standard_normal(hidden),
            "W3": rng.standard_normal((hidden, C)),
            "b3": 0.3 * rng.standard_normal(C),
            "reg": reg,
        }
        if _clearance(drawn) > 0.004:
            return drawn


def _clearance(drawn):
    """How far the nearest unit is from 0, and the nearest two largest entries of a window from each other."""
    maps, best, before = _units(drawn)
    gaps = (best[:, 3] - best[:, 2])[best[:, 3] > 0]
    return min(np.abs(maps).min(), gaps.min(initial=1.0), np.abs(before).min())


def _units(drawn):
    """The maps, the entries of every pooled window in their order, and what goes into the hidden layer's ReLU."""
    side = drawn["W1"].shape[2]
    maps, _ = conv_forward_im2col(drawn["X"], drawn["W1"], drawn["b1"], {"stride": 1, "pad": side // 2})
    N, F, H, W = maps.shape
    windows = maps.reshape(N, F, H // 2, 2, W // 2, 2).transpose(0, 1, 2, 4, 3, 5).reshape(-1, 4)
    best = np.sort(np.maximum(windows, 0.0), axis=1)
    return maps, best, best[:, 3].reshape(N, -1) @ drawn["W2"] + drawn["b2"]


def small_network(rng):
    return _network(rng, N=3, D=2, size=(4, 6), F=3, side=3, hidden=5, C=4, reg=0.7)


def tiny_network(rng):
    """For gradients along small steps: many calls, so that loops have little to do."""
    return _network(rng, N=2, D=3, size=(4, 2), F=4, side=3, hidden=6, C=5, reg=0.6)


def larger_filters(rng):
    return _network(rng, N=4, D=3, size=(6, 4), F=2, side=5, hidden=7, C=3, reg=0.3)


def filters_of_one(rng):
    """Filters of 1 by 1 need no padding."""
    return _network(rng, N=3, D=4, size=(2, 6), F=5, side=1, hidden=4, C=2, reg=0.9)


def one_picture(rng):
    return _network(rng, N=1, D=3, size=(6, 8), F=2, side=3, hidden=4, C=5, reg=0.4)


def without_penalty(rng):
    return _network(rng, N=5, D=2, size=(2, 4), F=4, side=3, hidden=6, C=3, reg=0.0)


def fresh_network(rng):
    """No penalty and no bias: with W3 at zero, too, every class scores 0."""
    drawn = _network(rng, N=4, D=3, size=(4, 2), F=2, side=3, hidden=5, C=6, reg=0.0)
    return {**drawn, **{name: np.zeros_like(drawn[name]) for name in ("b1", "b2", "b3")}}


def loud_scores(rng):
    """The scores of every picture lie at a height of their own, some of them 1000 and more above others.

    Among the classes they differ as usual: no probability is 0 in floating point.
    """
    while True:
        drawn = _network(rng, N=4, D=2, size=(4, 2), F=3, side=3, hidden=5, C=3, reg=0.0)
        heights = 2000.0 * np.maximum(0.0, _units(drawn)[2]).sum(axis=1)
        if np.ptp(heights) > 1000.0:
            return {**drawn, "W3": 2000.0 + drawn["W3"]}


def two_loud_classes(rng):
    """In every picture two classes, close together, lie 1500 above the others, and one of them is the right one.

    They are neither the first nor the last: whoever subtracts those, or the smallest, or the mean, lets exp overflow.
    """
    drawn = _network(rng, N=5, D=2, size=(4, 2), F=3, side=3, hidden=6, C=4, reg=0.0)
    drawn["b3"][[1, 2]] += 1500.0
    return {**drawn, "y": 1 + rng.permutation(np.arange(5) % 2)}


def small_images(rng):  # noqa: ARG001 - the numbers are drawn by the network itself
    return _sizes([3, 8, 4], num_filters=20, filter_size=5, hidden_dim=30, num_classes=40, scale=0.01, dtype="float64")


def large_filters(rng):  # noqa: ARG001
    return _sizes([2, 6, 10], num_filters=16, filter_size=7, hidden_dim=25, num_classes=50, scale=0.3, dtype="float32")


def nothing_given(rng):  # noqa: ARG001
    """What has a default is left out; the numbers here are the defaults."""
    defaults = _sizes(
        [3, 32, 32], num_filters=32, filter_size=7, hidden_dim=100, num_classes=10, scale=1e-3, dtype="float32"
    )
    return {**defaults, "left_out": list(defaults)}


def _sizes(input_dim, *, num_filters, filter_size, hidden_dim, num_classes, scale, dtype):
    """What a network is made with; no two sizes are alike, and every layer has a thousand weights and more."""
    return {
        "input_dim": input_dim,
        "num_filters": num_filters,
        "filter_size": filter_size,
        "hidden_dim": hidden_dim,
        "num_classes": num_classes,
        "weight_scale": scale,
        "dtype": dtype,
    }


CASES = [
    Case(small_network, visible=True, hint="a small network with a strong penalty; compare layer by layer"),
    Case(tiny_network, visible=True, hint="two tiny images; the gradients are compared with differences of your loss"),
    Case(
        fresh_network,
        visible=True,
        hint="no penalty, no biases: with W3 = 0 all scores are 0, and the loss is log C",
    ),
    Case(larger_filters, hint="filters of 5 by 5: the padding is (5 - 1) / 2"),
    Case(filters_of_one, hint="filters of 1 by 1: the padding is (1 - 1) / 2"),
    Case(one_picture, hint="a batch of a single image"),
    Case(without_penalty, hint="reg is 0: only the data's part is left"),
    Case(loud_scores, reserved=True, tolerance=LOUDER, hint="scores in the thousands: exp(1000) is infinite"),
    Case(
        two_loud_classes,
        reserved=True,
        tolerance=LOUD,
        hint="two classes score 1500 more than the others: exp overflows unless the largest score is subtracted",
    ),
]
FIRST = [
    Case(small_images, visible=True, hint="the pooling leaves half of the rows and half of the columns"),
    Case(nothing_given, visible=True, hint="made without arguments: the defaults are those of the starter"),
    Case(large_filters, hint="other sizes, another weight_scale and another dtype: are your arguments used?"),
]
DRAWN = {"with_weights": True}
PREFER = ["**/cs231n/classifiers/cnn.py", "**/cnn.py"]
GRADIENTS = ("dW1", "db1", "dW2", "db2", "dW3", "db3")

BY_LOOPS = [
    Patch("conv_forward_im2col(", "conv_forward_naive("),
    Patch("conv_backward_im2col(", "conv_backward_naive("),
]
FROM_LAYERS = {
    "conv_forward_im2col": [],
    "conv_backward_im2col": [],
    "conv_forward_naive": BY_LOOPS,
    "conv_backward_naive": BY_LOOPS,
    "max_pool_forward_naive": [Patch("blocks.max(axis=(3, 5))", "max_pool_forward_naive(active, POOLED)[0]")],
    "max_pool_backward_naive": [
        Patch(
            "dpooled[:, :, :, None, :, None] * (blocks == pooled[:, :, :, None, :, None])",
            "max_pool_backward_naive(dpooled, max_pool_forward_naive(active, POOLED)[1])",
        )
    ],
}
"""How the network calls the layers, where a mistake in one of them is carried through."""

EXERCISES = [
    exercise(
        "three_layer_conv_net_init",
        title="A three-layer convolutional network: its first weights",
        uses=["ThreeLayerConvNet"],
        prefer=PREFER,
        cases=FIRST,
        checks=[
            *(check for i in (1, 2, 3) for check in (Close(f"shape_of_W{i}"), Close(f"b{i}"))),
            Close("bytes_per_number"),
            *(Spread(f"W{i}", sd="weight_scale", called="weight_scale", inputs=DRAWN) for i in (1, 2, 3)),
        ],
        mistakes=FIRST_WEIGHTS,
    ),
    exercise(
        "ThreeLayerConvNet",
        title="A three-layer convolutional network",
        uses=["ThreeLayerConvNet"],
        follows=FROM_LAYERS,
        prefer=PREFER,
        shapes={
            "X": "N D H W",
            "y": "N",
            "W1": "F D HH WW",
            "b1": "F",
            "W2": "P M",
            "b2": "M",
            "W3": "M C",
            "b3": "C",
            "scores": "N C",
            "loss": "",
            "dW1": "F D HH WW",
            "db1": "F",
            "dW2": "P M",
            "db2": "M",
            "dW3": "M C",
            "db3": "C",
        },
        cases=CASES,
        checks=[
            InitialLoss(log_of="C", weights="W3", on=("fresh_network",)),
            Close("scores"),
            Close("loss"),
            *(Close(name) for name in GRADIENTS),
            *(Gradient("loss", wrt=name[1:], grad=name, on=("tiny_network",)) for name in GRADIENTS),
            Stable("scores", "loss", *GRADIENTS, on=("loud_scores", "two_loud_classes")),
            ShiftInvariant("loss", *GRADIENTS, wrt="b3", axis=0, on=("small_network",)),
            PermutedBatch("scores", "loss", *GRADIENTS, on=("small_network", "larger_filters")),
            BatchOfOne("scores", on=("small_network", "larger_filters")),
            InputsUnchanged(on=("small_network", "larger_filters")),
            Repeatable(on=("small_network",)),
        ],
        mistakes=MISTAKES,
    ),
]
