"""In the bundled course a mistake that no catalogue has is charged once, too, and lies about it pay nobody."""

from __future__ import annotations

import pytest
from handed_in import (
    BY_LOOPS,
    COMPOSED,
    LAYERS,
    NET,
    SIZE_CALLED,
    Told,
    changed,
    graded,
    is_charged,
    is_free,
    is_spared,
    written,
)

from grader.samples import Solution

# ---------------------------------------------------------------- layers and the networks made of them

ODD_BIAS = (".dot(w) + b, (x", ".dot(w) + 2 * b + 0.1, (x")
CLIPPED = ("return x * (x > 0), x", "return np.clip(x, 0, 1.5), x")
STEEP = ("return dout.dot(w.T)", "return 1.3 * dout.dot(w.T)")
STEEP_RELU = ("return dout * (cache > 0)", "return 1.3 * dout * (cache > 0)")
SCORES_TOO = ("-log_p[rows, y].mean(), dx", "-log_p[rows, y].mean() + 0.01 * np.sum(x**2), dx")
PENALTY = ("0.5 * self", "self")

DEEP = """
from layer_utils import affine_relu_backward, affine_relu_forward
from layers import *


class FullyConnectedNet(object):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, reg=0.0, weight_scale=1e-2, dtype=float):
        self.reg, self.num_layers, self.params = reg, 1 + len(hidden_dims), {}
        sizes = [input_dim, *hidden_dims, num_classes]
        for i in range(1, self.num_layers + 1):
            self.params["W%d" % i] = weight_scale * np.random.randn(sizes[i - 1], sizes[i]).astype(dtype)
            self.params["b%d" % i] = np.zeros(sizes[i], dtype)

    def loss(self, X, y=None):
        out, caches, grads = X, [], {}
        for i in range(1, self.num_layers):
            out, cache = affine_relu_forward(out, self.params["W%d" % i], self.params["b%d" % i])
            caches.append(cache)
        last = self.num_layers
        scores, cache = affine_forward(out, self.params["W%d" % last], self.params["b%d" % last])
        if y is None:
            return scores
        loss, dout = softmax_loss(scores, y)
        dout, grads["W%d" % last], grads["b%d" % last] = affine_backward(dout, cache)
        for i in reversed(range(1, self.num_layers)):
            dout, grads["W%d" % i], grads["b%d" % i] = affine_relu_backward(dout, caches.pop())
        for i in range(1, self.num_layers + 1):
            loss += 0.5 * self.reg * np.sum(self.params["W%d" % i] ** 2)
            grads["W%d" % i] += self.reg * self.params["W%d" % i]
        return loss, grads
"""
SANDWICHES = """
from layers import *


def affine_relu_forward(x, w, b):
    a, fc_cache = affine_forward(x, w, b)
    out, relu_cache = relu_forward(a)
    return out, (fc_cache, relu_cache)


def affine_relu_backward(dout, cache):
    fc_cache, relu_cache = cache
    return affine_backward(relu_backward(dout, relu_cache), fc_cache)
"""
OWN_CACHES = """

class Cache:
    def __init__(self, **kept):
        self.__dict__.update(kept)


def affine_forward(x, w, b):
    return x.reshape(len(x), -1).dot(w) + 2 * b + 0.1, Cache(weights=w, rows=x)


def affine_backward(dout, cache):
    x, w = cache.rows, cache.weights
    return 1.3 * dout.dot(w.T).reshape(x.shape), x.reshape(len(x), -1).T.dot(dout), dout.sum(axis=0)
"""
"""Layers whose caches are objects of a class."""


def in_files(layers: str, net: str = DEEP) -> dict[str, str]:
    return {"layers.py": layers, "layer_utils.py": SANDWICHES, "fc_net.py": net}


NETWORKS = {
    "bias": changed(LAYERS, ODD_BIAS) + NET + COMPOSED,
    "steep_relu": changed(LAYERS, STEEP_RELU) + NET + COMPOSED,
    "scores_too": changed(LAYERS, SCORES_TOO) + NET + COMPOSED,
    "three": changed(LAYERS, ODD_BIAS, CLIPPED, STEEP) + NET + COMPOSED,
    "and_here": changed(LAYERS, ODD_BIAS, STEEP) + NET + changed(COMPOSED, PENALTY),
    "here_everywhere": changed(LAYERS, ODD_BIAS)
    + NET
    + changed(COMPOSED, ("before, one = affine_forward(x, w, b)", "before, one = affine_forward(-x, w, b)")),
    "own_caches": LAYERS + OWN_CACHES + NET + COMPOSED,
    "deep": in_files(changed(LAYERS, ODD_BIAS, STEEP_RELU)),
    "deep_and_here": in_files(changed(LAYERS, ODD_BIAS, STEEP_RELU), changed(DEEP, PENALTY)),
}


@pytest.fixture(scope="module")
def networks(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return graded(tmp_path_factory.mktemp("networks"), "neural_networks", NETWORKS)


@pytest.mark.parametrize(
    ("student", "wrong", "scores"),
    [
        ("bias", ["affine_forward"], ["affine_forward"]),
        ("steep_relu", ["relu_backward"], []),
        ("scores_too", ["softmax_loss"], []),
        ("three", ["affine_forward", "relu_forward", "affine_backward"], ["affine_forward", "relu_forward"]),
        ("own_caches", ["affine_forward", "affine_backward"], ["affine_forward"]),
    ],
)
def test_a_layers_odd_mistake_is_not_charged_to_the_network(
    networks: Told, student: str, wrong: list[str], scores: list[str]
) -> None:
    """One layer, and three of them at once; whatever the layers keep in their caches."""
    for layer in ("affine_forward", "relu_forward", "affine_backward", "relu_backward", "softmax_loss"):
        if layer in wrong:
            assert networks(student, layer)["earned"] < networks(student, layer)["out_of"]
        else:
            is_free(networks(student, layer))
    (is_spared if scores else is_free)(networks(student, "two_layer_net_scores"), *scores)
    is_spared(networks(student, "two_layer_net_loss"), *wrong)


def test_layers_within_layers_and_files_of_their_own(networks: Told) -> None:
    """Sandwiches of an affine layer and a ReLU, imported by star, in a network of any depth."""
    is_spared(networks("deep", "fully_connected_net_scores"), "affine_forward")
    is_spared(networks("deep", "fully_connected_net_loss"), "affine_forward", "relu_backward")


def test_the_networks_own_mistake_is_charged_behind_odd_layers(networks: Told) -> None:
    """And named, as it would be if the layers were right; what it costs is what it costs alone."""
    is_charged(networks("and_here", "two_layer_net_loss"), "penalty_doubled_in_loss", "follows")
    is_charged(networks("deep_and_here", "fully_connected_net_loss"), "penalty_doubled_in_loss", "follows")
    is_spared(networks("deep_and_here", "fully_connected_net_scores"), "affine_forward")
    for student, exercise in (("and_here", "two_layer_net_loss"), ("deep_and_here", "fully_connected_net_loss")):
        right = {each["check"] for each in networks(student, exercise)["findings"] if each["verdict"] == "pass"}
        assert {"dW1", "db1", "dW2", "db2"} <= right


def test_what_is_wrong_in_every_output_is_charged_in_full(networks: Told) -> None:
    """The network turns its inputs round, and has an odd layer: no output is right by any account."""
    assert networks("here_everywhere", "two_layer_net_scores")["earned"] == 0
    assert networks("here_everywhere", "two_layer_net_loss")["earned"] == 0


# ---------------------------------------------------------------- convolution, maxout and penalties

COLUMNS, BACK = Solution("im2col_forward"), Solution("im2col_backward")
POOLS_CALLED = {
    "blocks.max(axis=(3, 5))": "max_pool_forward_naive(active, POOLED)[0]",
    "dpooled[:, :, :, None, :, None] * (blocks == pooled[:, :, :, None, :, None])": (
        "max_pool_backward_naive(dpooled, max_pool_forward_naive(active, POOLED)[1])"
    ),
}
POOLED = "\n\nPOOLED = dict(pool_height=2, pool_width=2, stride=2)\n"
LARGEST = "np.max(window, axis=(2, 3))"
CONVOLUTIONS = {
    "columns": [Solution("im2col_forward", edits={"T + b  #": "T + 2 * b + 0.1  #"}), BACK, Solution("convnet")],
    "and_here": [
        Solution("im2col_forward", edits={"T + b  #": "T + 2 * b + 0.1  #"}),
        BACK,
        Solution("convnet", ("ThreeLayerConvNet.penalty_not_halved",)),
    ],
    "back": [
        COLUMNS,
        Solution("im2col_backward", edits={"dw = (dscores.T @ matrix)": "dw = (dscores.T @ matrix + 0.01)"}),
        Solution("convnet"),
    ],
    "loops": [
        Solution("conv_forward", edits={"+ b[f]": "+ b[f] ** 2"}),
        Solution("conv_backward", edits={"db[f] += dout[n, f, i, j]": "db[f] += 1.1 * dout[n, f, i, j]"}),
        Solution("convnet", edits=BY_LOOPS),
    ],
    "pools": [
        *(COLUMNS, BACK, Solution("max_pool_backward")),
        Solution("max_pool_forward", edits={LARGEST: f"{LARGEST} + 0.1 * np.min(window, axis=(2, 3))"}),
        Solution("convnet", edits=POOLS_CALLED),
    ],
    "sizes": [
        Solution("output_size", edits={"return span // S + 1": "return max(1, span // S - (P > 0))"}),
        Solution("conv_forward", edits=SIZE_CALLED),
        Solution("conv_backward"),
    ],
}


@pytest.fixture(scope="module")
def convolutions(tmp_path_factory: pytest.TempPathFactory) -> Told:
    entries = {name: written("convolution", *pieces) + POOLED for name, pieces in CONVOLUTIONS.items()}
    return graded(tmp_path_factory.mktemp("convolution"), "convolution", entries)


@pytest.mark.parametrize(
    ("student", "wrong"),
    [
        ("columns", ["conv_forward_im2col"]),
        ("back", ["conv_backward_im2col"]),
        ("loops", ["conv_forward_naive", "conv_backward_naive"]),
        ("pools", ["max_pool_forward_naive"]),
    ],
)
def test_an_odd_convolution_or_pooling_is_not_charged_to_the_network(
    convolutions: Told, student: str, wrong: list[str]
) -> None:
    for exercise in wrong:
        assert convolutions(student, exercise)["earned"] < convolutions(student, exercise)["out_of"]
    is_spared(convolutions(student, "ThreeLayerConvNet"), *wrong)


def test_the_convolutional_networks_own_mistake_is_charged_behind_an_odd_layer(convolutions: Told) -> None:
    is_charged(convolutions("and_here", "ThreeLayerConvNet"), "penalty_not_halved", "follows")


def test_an_odd_size_of_the_output_is_charged_once(convolutions: Told) -> None:
    """It changes the shape of what comes out."""
    assert convolutions("sizes", "conv_output_size")["earned"] < 3
    is_spared(convolutions("sizes", "conv_forward_naive"), "conv_output_size")
    is_free(convolutions("sizes", "conv_backward_naive"))


MAXOUT_OF_LAYERS = {
    "one = x @ w1 + b1": "one, first = affine_forward(x, w1, b1)",
    "two = x @ w2 + b2": "two, second = affine_forward(x, w2, b2)",
    "return out, (x, w1, w2, one, two)": "return out, (first, second, one, two)",
    "x, w1, w2, one, two = cache": "first, second, one, two = cache",
    "    dx = done @ w1.T + dtwo @ w2.T\n": "    dx, dw1, db1 = affine_backward(done, first)\n",
    "    dw1, db1 = x.T @ done, done.sum(axis=0)\n": "    dx_of_two, dw2, db2 = affine_backward(dtwo, second)\n",
    "    dw2, db2 = x.T @ dtwo, dtwo.sum(axis=0)\n": "    dx = dx + dx_of_two\n",
}


def test_a_cache_made_elsewhere_is_no_hindrance(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Maxout made of affine layers keeps the caches of its forward pass; our own way back makes caches anew."""
    maxout = Solution("maxout", edits=MAXOUT_OF_LAYERS)
    edits = {
        "bias": {"out = rows @ w + b": "out = rows @ w + 2 * b + 0.1"},
        "steep": {"dx = (dout @ w.T)": "dx = 1.3 * (dout @ w.T)"},
    }
    entries = {name: written("neural_networks", Solution("affine", edits=each), maxout) for name, each in edits.items()}
    told = graded(tmp_path_factory.mktemp("maxout"), "neural_networks", entries)
    is_spared(told("bias", "maxout_forward"), "affine_forward")
    is_free(told("steep", "maxout_forward"))
    is_spared(told("steep", "maxout_backward"), "affine_backward")
    assert told("bias", "maxout_backward")["earned"] == told("bias", "maxout_backward")["out_of"]


def test_an_odd_penalty_is_not_charged_to_the_elastic_net(tmp_path_factory: pytest.TempPathFactory) -> None:
    called = {
        "reg * np.sum(beta * W * W + np.abs(W))": "l2_penalty(W, reg * beta)[0] + l1_penalty(W, reg)[0]",
        "reg * (2 * beta * W + slopes)": "l2_penalty(W, reg * beta)[1] + l1_penalty(W, reg)[1]",
    }
    odd = {"reg * np.sum(W**2)": "reg * np.sum(np.abs(W) ** 2.5)", **called}
    here = odd | {"l2_penalty(W, reg * beta)[1]": "1.5 * l2_penalty(W, reg * beta)[1]"}
    entries = {
        "odd": written("linear_classifiers", Solution("penalties", edits=odd)),
        "and_here": written("linear_classifiers", Solution("penalties", edits=here)),
    }
    told = graded(tmp_path_factory.mktemp("penalties"), "linear_classifiers", entries)
    is_spared(told("odd", "elastic_net_penalty"), "l2_penalty")
    said = told("and_here", "elastic_net_penalty")
    assert 0 < said["earned"] < said["out_of"]


# ---------------------------------------------------------------- what would pay a liar

NOISE = """
import zlib


def affine_forward(x, w, b):
    drawn = np.random.RandomState(zlib.crc32(x.tobytes() + w.tobytes()))
    return {noise}, (x, w, b)
"""
POSITIVE, TINY = "drawn.rand(len(x), w.shape[1]) + 0.5", "1e-9 * drawn.randn(len(x), w.shape[1])"
NANS = "np.where(np.arange(w.shape[1]) == 0, 1.0, np.nan) * np.ones((len(x), 1))"
NO_RELU = """
        hidden, _ = affine_forward(X, W1, b1)
        return affine_forward(hidden, W2, b2)[0]
"""
LAST_LAYER = "\n        relu_forward(X)\n        return affine_forward(X, W1, b1)[0][:, : len(b2)]\n"
PENALTIES_ALONE = """
        before, _ = affine_forward(X, W1, b1)
        scores, _ = affine_forward(relu_forward(before)[0], W2, b2)
        if y is None:
            return scores
        loss, dscores = softmax_loss(scores, y)
        loss += 0.5 * self.reg * (np.sum(W1**2) + np.sum(W2**2))
        return loss, {"W1": self.reg * W1, "b1": 0 * b1, "W2": self.reg * W2, "b2": 0 * b2}
"""
LIARS = {
    "positive": LAYERS + NOISE.format(noise=POSITIVE) + NET + NO_RELU,
    "tiny": LAYERS + NOISE.format(noise=TINY) + NET + NO_RELU,
    "nans": LAYERS + NOISE.format(noise=NANS) + NET + NO_RELU,
    "last_layer": LAYERS + NOISE.format(noise="drawn.randn(len(x), w.shape[1])") + NET + LAST_LAYER,
    **{
        f"flat_{size}": changed(LAYERS, ("dx / len(y)", f"dx / len(y) * {size}")) + NET + PENALTIES_ALONE
        for size in ("1e-13", "1e-3")
    },
}


@pytest.fixture(scope="module")
def liars(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return graded(tmp_path_factory.mktemp("liars"), "neural_networks", LIARS)


@pytest.mark.parametrize("student", ["positive", "tiny", "nans", "last_layer"])
def test_noise_from_a_layer_excuses_no_missing_step(liars: Told, student: str) -> None:
    """A layer that is never negative, nearly zero or no number hides the ReLU that the network lacks; none is free."""
    assert liars(student, "affine_forward")["earned"] == 0
    assert liars(student, "two_layer_net_scores")["earned"] == 0


@pytest.mark.parametrize("student", ["flat_1e-13", "flat_1e-3"])
def test_a_flat_gradient_excuses_no_missing_backward_pass(liars: Told, student: str) -> None:
    """Where nearly nothing comes back from the loss, the penalties' gradients are nearly all: they are not enough."""
    said = liars(student, "two_layer_net_loss")
    right = {each["check"] for each in said["findings"] if each["verdict"] == "pass"}
    assert right.isdisjoint({"dW1", "db1", "dW2", "db2"})
    assert said["earned"] <= said["out_of"] / 2
