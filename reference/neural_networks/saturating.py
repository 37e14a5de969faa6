"""Saturating layers: sigmoid and tanh, which squash every number into an interval.

CS231n, lectures 4 and 6. Both slopes are simplest in terms of the output: s·(1 - s) for the sigmoid, 1 - t² for tanh.
"""

from __future__ import annotations

import numpy as np

from . import layers
from .slips_saturating import SIGMOID_BACKWARD, SIGMOID_FORWARD, TANH_BACKWARD, TANH_FORWARD


# solution: begin
def sigmoid_forward(x):
    """The sigmoid, forward: 1 / (1 + exp(-x)) for every entry.

    x: an array of any shape.

    Returns out, of x's shape, and a cache of your own choice for sigmoid_backward.
    """
    out = np.exp(-np.logaddexp(0, -x))
    return out, out


def sigmoid_backward(dout, cache):
    """The sigmoid, backward: dx, the gradient by x, from dout and what sigmoid_forward left in its cache."""
    s = cache
    dx = dout * (s * (1 - s))
    return dx  # noqa: RET504 - a gradient has a name


def tanh_forward(x):
    """The hyperbolic tangent, forward.

    x: an array of any shape.

    Returns out, of x's shape, and a cache of your own choice for tanh_backward.
    """
    out = np.tanh(x)
    return out, out


def tanh_backward(dout, cache):
    """The hyperbolic tangent, backward: dx, the gradient by x, from dout and what tanh_forward left in its cache."""
    t = cache
    dx = dout * (1 - t * t)
    return dx  # noqa: RET504 - a gradient has a name


# solution: end

EXERCISES = [
    layers.forward("sigmoid", "Sigmoid", SIGMOID_FORWARD),
    layers.backward("sigmoid", "Sigmoid", SIGMOID_BACKWARD),
    layers.forward("tanh", "Hyperbolic tangent", TANH_FORWARD),
    layers.backward("tanh", "Hyperbolic tangent", TANH_BACKWARD),
]
