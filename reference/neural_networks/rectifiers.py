"""Rectifiers: ReLU, leaky ReLU and ELU, which hand positive numbers through and treat negative ones each in its way.

CS231n, lecture 6; Maas et al., Rectifier nonlinearities improve neural network acoustic models (2013); Clevert et al.,
Fast and accurate deep network learning by exponential linear units (2016). None has a slope at exactly 0; any number
between the slopes on both sides is a subgradient there, and right.
"""

from __future__ import annotations

import numpy as np

from grader.authoring import Variant

from . import layers
from .slips_rectifiers import (
    ELU_BACKWARD,
    ELU_FORWARD,
    LEAKY_BACKWARD,
    LEAKY_FORWARD,
    RELU_BACKWARD,
    RELU_FORWARD,
)


# solution: begin
def relu_forward(x):
    """The ReLU, forward: every entry of x, but at least 0.

    x: an array of any shape.

    Returns out, of x's shape, and a cache of your own choice for relu_backward.
    """
    out = np.maximum(0, x)
    return out, x


def relu_backward(dout, cache):
    """The ReLU, backward.

    dout: gradient of some loss by the layer's output. cache: what relu_forward returned beside it.

    Returns dx, the gradient by x, of x's shape.
    """
    x = cache
    positive = x > 0
    dx = dout * positive
    return dx  # noqa: RET504 - a gradient has a name


def leaky_relu_forward(x, alpha=0.01):
    """The leaky ReLU, forward: positive entries as they are, the others times alpha.

    x: an array of any shape. alpha: the slope below zero, a number between 0 and 1.

    Returns out, of x's shape, and a cache of your own choice for leaky_relu_backward.
    """
    out = np.where(x > 0, x, alpha * x)
    return out, (x, alpha)


def leaky_relu_backward(dout, cache):
    """The leaky ReLU, backward: dx, the gradient by x, from dout and what leaky_relu_forward left in its cache."""
    x, alpha = cache
    above = x > 0
    dx = np.where(above, dout, alpha * dout)
    return dx  # noqa: RET504 - a gradient has a name


def elu_forward(x, alpha=1.0):
    """The exponential linear unit, forward: positive entries as they are, the others alpha * (exp(x) - 1).

    x: an array of any shape. alpha: a positive number; the output never falls below -alpha.

    Returns out, of x's shape, and a cache of your own choice for elu_backward.
    """
    below = np.minimum(x, 0)
    out = np.where(x > 0, x, alpha * np.expm1(below))
    return out, (x, alpha)


def elu_backward(dout, cache):
    """The exponential linear unit, backward: dx, the gradient by x, from dout and elu_forward's cache."""
    x, alpha = cache
    decay = np.exp(np.minimum(x, 0))
    linear = x > 0
    dx = np.where(linear, dout, alpha * decay * dout)
    return dx  # noqa: RET504 - a gradient has a name


# solution: end


RELU_AT_ZERO = [
    Variant("slope_one_at_zero", "the slope at exactly 0 is 1", "positive = x > 0", "positive = x >= 0"),
    Variant("slope_half_at_zero", "the slope at exactly 0 is ½", "positive = x > 0", "positive = np.heaviside(x, 0.5)"),
]
LEAKY_AT_ZERO = [
    Variant("slope_one_at_zero", "the slope at exactly 0 is 1", "above = x > 0", "above = x >= 0"),
    Variant(
        "no_slope_at_zero",
        "the slope at exactly 0 lies halfway between alpha and 1",
        "np.where(above, dout, alpha * dout)",
        "np.where(above, dout, np.where(x < 0, alpha * dout, (1 + alpha) / 2 * dout))",
    ),
]
ELU_AT_ZERO = [
    Variant("slope_one_at_zero", "the slope at exactly 0 is 1", "linear = x > 0", "linear = x >= 0"),
]
"""Each stands in a line of its own, so that every mistake is known by every convention."""

EXERCISES = [
    layers.forward("relu", "ReLU", RELU_FORWARD),
    layers.backward("relu", "ReLU", RELU_BACKWARD, RELU_AT_ZERO),
    layers.forward("leaky_relu", "Leaky ReLU", LEAKY_FORWARD, alpha=0.1, default=0.01),
    layers.backward("leaky_relu", "Leaky ReLU", LEAKY_BACKWARD, LEAKY_AT_ZERO, alpha=0.1),
    layers.forward("elu", "ELU", ELU_FORWARD, alpha=0.6, default=1.0),
    layers.backward("elu", "ELU", ELU_BACKWARD, ELU_AT_ZERO, alpha=0.6),
]
