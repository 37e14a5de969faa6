"""In the bundled course a mistake in a function that others call is charged once: whole hand-ins, through the CLI."""

from __future__ import annotations

import pytest
from handed_in import (
    BY_HAND,
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
    names,
    written,
)

from grader.samples import Solution

# ---------------------------------------------------------------- layers and the networks made of them

NO_BIAS = (".dot(w) + b, (x", ".dot(w), (x")
NO_BIASES = (("X.dot(W1) + b1", "X.dot(W1)"), ("hidden.dot(W2) + b2", "hidden.dot(W2)"))
SUMMED = ("log_p[rows, y].mean(), dx / len(y)", "log_p[rows, y].sum(), dx")
NETWORKS = {
    "no_bias": changed(LAYERS, NO_BIAS) + NET + COMPOSED,
    "two_upstream": changed(LAYERS, SUMMED, ("dout.sum(axis=0)", "dout.mean(axis=0)")) + NET + COMPOSED,
    "and_here": changed(LAYERS, NO_BIAS) + NET + changed(COMPOSED, ("0.5 * self", "self")),
    "not_called": changed(LAYERS, NO_BIAS) + NET + BY_HAND,
    "not_called_and_here": changed(LAYERS, NO_BIAS) + NET + changed(BY_HAND, *NO_BIASES),
    "never_positive": changed(LAYERS, ("return x * (x > 0), x", "return np.zeros_like(x), x"))
    + NET
    + "        relu_forward(X)\n        return np.tile(b2, (len(X), 1))\n",
    "no_relu_at_all": LAYERS + NET + changed(BY_HAND, ("np.maximum(before, 0)", "before"), (" * (before > 0)", "")),
}


@pytest.fixture(scope="module")
def networks(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return graded(tmp_path_factory.mktemp("networks"), "neural_networks", NETWORKS)


def test_a_layers_mistake_is_not_charged_to_the_network(networks: Told) -> None:
    """The bias is missing in the affine layer: its backward pass and the network that calls it are right."""
    is_charged(networks("no_bias", "affine_forward"), "no_bias")
    is_free(networks("no_bias", "affine_backward"))
    is_free(networks("no_bias", "two_layer_net_scores"), "affine_forward")
    is_free(networks("no_bias", "two_layer_net_loss"), "affine_forward")


def test_mistakes_in_two_layers_are_carried_through_together(networks: Told) -> None:
    """A loss that is summed, and a backward pass that averages."""
    is_charged(networks("two_upstream", "softmax_loss"), "summed")
    is_charged(networks("two_upstream", "affine_backward"), "db_averaged")
    is_free(networks("two_upstream", "two_layer_net_scores"))
    is_free(networks("two_upstream", "two_layer_net_loss"), "softmax_loss", "affine_backward")


def test_the_networks_own_mistake_is_charged_behind_the_layers(networks: Told) -> None:
    """As it would be if the layer were right."""
    is_free(networks("and_here", "two_layer_net_scores"), "affine_forward")
    is_charged(networks("and_here", "two_layer_net_loss"), "penalty_doubled_in_loss", "follows")


def test_who_writes_the_network_out_is_judged_by_the_network_alone(networks: Told) -> None:
    """Right is right, and the same mistake made by hand is made there."""
    is_free(networks("not_called", "two_layer_net_scores"))
    is_free(networks("not_called", "two_layer_net_loss"))
    is_charged(networks("not_called_and_here", "two_layer_net_scores"), "biases_missing")


def test_an_unfinished_layer_is_no_excuse_for_an_unfinished_network(networks: Told) -> None:
    """With a ReLU of zeros every network gives the last biases: that earns nothing."""
    is_charged(networks("never_positive", "relu_forward"), "unfinished")
    assert networks("never_positive", "two_layer_net_scores")["earned"] == 0


def test_the_scores_mistake_is_not_charged_to_the_loss_but_the_gradients_are(networks: Told) -> None:
    """Without ReLU: the loss follows from the scores; the mask that is missing on the way back is charged by itself."""
    is_charged(networks("no_relu_at_all", "two_layer_net_scores"), "relu_missing")
    said = networks("no_relu_at_all", "two_layer_net_loss")
    is_charged(said, "no_mask", "follows")
    loss = [finding for finding in said["findings"] if finding["check"] == "loss"]
    assert all(finding["verdict"] == "pass" for finding in loss)


# ---------------------------------------------------------------- convolution


def convolution(*pieces: Solution) -> str:
    return written("convolution", *pieces)


@pytest.fixture(scope="module")
def convolutions(tmp_path_factory: pytest.TempPathFactory) -> Told:
    columns = Solution("im2col_forward", ("conv_forward_im2col.bias_missing",)), Solution("im2col_backward")
    entries = {
        "no_bias": convolution(*columns, Solution("convnet")),
        "and_here": convolution(*columns, Solution("convnet", ("ThreeLayerConvNet.penalty_not_halved",))),
        "sizes": convolution(
            Solution("output_size", ("conv_output_size.one_missing",)),
            Solution("conv_forward", edits=SIZE_CALLED),
            Solution("conv_backward"),
        ),
        "loops": convolution(
            Solution("conv_forward", ("conv_forward_naive.kernel_flipped",)),
            Solution("conv_backward"),
            Solution("convnet", edits=BY_LOOPS),
        ),
        "pools": convolution(
            Solution("avg_pool", ("avg_pool_forward_naive.divided_by_four", "avg_pool_backward_naive.assigned")),
        ),
    }
    return graded(tmp_path_factory.mktemp("convolution"), "convolution", entries)


def test_a_convolutions_mistake_is_not_charged_to_the_network(convolutions: Told) -> None:
    """As one matrix product, where the bias is missing; and with loops, which the network may call as well."""
    assert "bias_missing" in names(convolutions("no_bias", "conv_forward_im2col"))
    is_free(convolutions("no_bias", "ThreeLayerConvNet"), "conv_forward_im2col")
    is_charged(convolutions("loops", "conv_forward_naive"), "kernel_flipped")
    is_free(convolutions("loops", "ThreeLayerConvNet"), "conv_forward_naive")


def test_the_convolutional_networks_own_mistake_is_charged(convolutions: Told) -> None:
    is_charged(convolutions("and_here", "ThreeLayerConvNet"), "penalty_not_halved", "follows")


def test_a_wrong_formula_for_the_size_is_charged_once(convolutions: Told) -> None:
    """The convolution calls it; its backward pass takes the size from dout."""
    is_charged(convolutions("sizes", "conv_output_size"), "one_missing")
    is_free(convolutions("sizes", "conv_forward_naive"), "conv_output_size")
    is_free(convolutions("sizes", "conv_backward_naive"))


def test_both_halves_of_a_pooling_may_be_wrong_each_for_itself(convolutions: Told) -> None:
    is_charged(convolutions("pools", "avg_pool_forward_naive"), "divided_by_four")
    is_charged(convolutions("pools", "avg_pool_backward_naive"), "assigned")


# ---------------------------------------------------------------- one class, four exercises


@pytest.fixture(scope="module")
def tensors(tmp_path_factory: pytest.TempPathFactory) -> Told:
    wrong, here = "tensor_arithmetic.mul_not_switched", "tensor_graphs.overwritten"
    entries = {
        "product": written("backprop", Solution("tensor", (wrong,))),
        "and_here": written("backprop", Solution("tensor", (wrong, here))),
        "shapes": written("backprop", Solution("tensor", ("tensor_broadcasting.not_summed",))),
        "no_gradients": written("backprop", Solution("tensor", ("tensor_arithmetic.starts_from_zero",))),
    }
    return graded(tmp_path_factory.mktemp("backprop"), "backprop", entries)


def test_an_operations_mistake_is_charged_where_operations_are(tensors: Told) -> None:
    """Products have the wrong gradients, in every graph that has one."""
    is_charged(tensors("product", "tensor_arithmetic"), "mul_not_switched")
    for exercise in ("tensor_functions", "tensor_broadcasting", "tensor_graphs"):
        is_free(tensors("product", exercise), "tensor_arithmetic")


def test_the_graphs_own_mistake_is_charged_behind_the_operations(tensors: Told) -> None:
    is_free(tensors("and_here", "tensor_broadcasting"), "tensor_arithmetic")
    is_charged(tensors("and_here", "tensor_graphs"), "overwritten", "follows")


def test_a_check_that_has_no_answer_behind_a_mistake_leaves_no_points_open(tensors: Told) -> None:
    """Gradients that keep the result's shape are compared with nothing by small steps."""
    is_charged(tensors("shapes", "tensor_broadcasting"), "not_summed")
    is_free(tensors("shapes", "tensor_graphs"), "tensor_broadcasting")
    assert tensors("shapes", "tensor_graphs")["ungraded"] == 0


def test_a_class_without_gradients_is_not_excused_by_its_first_exercise(tensors: Told) -> None:
    """Gradients of zero everywhere are charged everywhere: no gradient is there to be judged."""
    for exercise in ("tensor_arithmetic", "tensor_functions", "tensor_broadcasting", "tensor_graphs"):
        is_charged(tensors("no_gradients", exercise), "starts_from_zero")


# ---------------------------------------------------------------- penalties


@pytest.fixture(scope="module")
def penalties(tmp_path_factory: pytest.TempPathFactory) -> Told:
    called = {
        "reg * np.sum(beta * W * W + np.abs(W))": "l2_penalty(W, reg * beta)[0] + l1_penalty(W, reg)[0]",
        "reg * (2 * beta * W + slopes)": "l2_penalty(W, reg * beta)[1] + l1_penalty(W, reg)[1]",
    }
    twice = called | {"l2_penalty(W, reg * beta)[1]": "2 * l2_penalty(W, reg * beta)[1]"}
    wrong = ("l2_penalty.root_and_its_gradient",)
    entries = {
        "root": written("linear_classifiers", Solution("penalties", wrong, called)),
        "and_here": written("linear_classifiers", Solution("penalties", wrong, twice)),
        "not_called": written("linear_classifiers", Solution("penalties", wrong)),
    }
    return graded(tmp_path_factory.mktemp("penalties"), "linear_classifiers", entries)


def test_a_penaltys_mistake_is_not_charged_to_the_elastic_net(penalties: Told) -> None:
    """The net is a sum of both penalties; who writes it out is right by himself."""
    for student in ("root", "not_called"):
        is_charged(penalties(student, "l2_penalty"), "root_and_its_gradient")
    is_free(penalties("root", "elastic_net_penalty"), "l2_penalty")
    is_free(penalties("not_called", "elastic_net_penalty"))


def test_what_is_wrong_in_the_elastic_net_alone_is_charged(penalties: Told) -> None:
    said = penalties("and_here", "elastic_net_penalty")
    assert 0 < said["earned"] < said["out_of"]
