"""Neural networks.

Replace every `raise NotImplementedError(...)` by your own code; `grader check starter.py` tells you
how it does.
"""

from functools import reduce
from itertools import pairwise
import numpy as np


# ------------------------------------------------------------ Affine layers


def affine_forward(x, w, b):
    """An affine layer, forward: x, each example laid out as one row, times w, plus b.

    x: (N, d_1, ..., d_k) examples of any shape, D = d_1 * ... * d_k numbers each. w: (D, M) weights. b: (M,) biases.

    Returns out, of shape (N, M), and a cache of your own choice for affine_backward.
    """
    raise NotImplementedError("affine_forward is yours to write")


def affine_backward(dout, cache):
    """An affine layer, backward.

    dout: (N, M) gradient of some loss by the layer's output. cache: what affine_forward returned beside it.

    Returns dx, dw, db: the gradients by x, w and b, each of the shape of what it is the gradient by.
    """
    raise NotImplementedError("affine_backward is yours to write")


# ------------------------------------------------------------ Rectifiers


def relu_forward(x):
    """The ReLU, forward: every entry of x, but at least 0.

    x: an array of any shape.

    Returns out, of x's shape, and a cache of your own choice for relu_backward.
    """
    raise NotImplementedError("relu_forward is yours to write")


def relu_backward(dout, cache):
    """The ReLU, backward.

    dout: gradient of some loss by the layer's output. cache: what relu_forward returned beside it.

    Returns dx, the gradient by x, of x's shape.
    """
    raise NotImplementedError("relu_backward is yours to write")


def leaky_relu_forward(x, alpha=0.01):
    """The leaky ReLU, forward: positive entries as they are, the others times alpha.

    x: an array of any shape. alpha: the slope below zero, a number between 0 and 1.

    Returns out, of x's shape, and a cache of your own choice for leaky_relu_backward.
    """
    raise NotImplementedError("leaky_relu_forward is yours to write")


def leaky_relu_backward(dout, cache):
    """The leaky ReLU, backward: dx, the gradient by x, from dout and what leaky_relu_forward left in its cache."""
    raise NotImplementedError("leaky_relu_backward is yours to write")


def elu_forward(x, alpha=1.0):
    """The exponential linear unit, forward: positive entries as they are, the others alpha * (exp(x) - 1).

    x: an array of any shape. alpha: a positive number; the output never falls below -alpha.

    Returns out, of x's shape, and a cache of your own choice for elu_backward.
    """
    raise NotImplementedError("elu_forward is yours to write")


def elu_backward(dout, cache):
    """The exponential linear unit, backward: dx, the gradient by x, from dout and elu_forward's cache."""
    raise NotImplementedError("elu_backward is yours to write")


# ------------------------------------------------------------ Saturating layers


def sigmoid_forward(x):
    """The sigmoid, forward: 1 / (1 + exp(-x)) for every entry.

    x: an array of any shape.

    Returns out, of x's shape, and a cache of your own choice for sigmoid_backward.
    """
    raise NotImplementedError("sigmoid_forward is yours to write")


def sigmoid_backward(dout, cache):
    """The sigmoid, backward: dx, the gradient by x, from dout and what sigmoid_forward left in its cache."""
    raise NotImplementedError("sigmoid_backward is yours to write")


def tanh_forward(x):
    """The hyperbolic tangent, forward.

    x: an array of any shape.

    Returns out, of x's shape, and a cache of your own choice for tanh_backward.
    """
    raise NotImplementedError("tanh_forward is yours to write")


def tanh_backward(dout, cache):
    """The hyperbolic tangent, backward: dx, the gradient by x, from dout and what tanh_forward left in its cache."""
    raise NotImplementedError("tanh_backward is yours to write")


# ------------------------------------------------------------ Maxout


def maxout_forward(x, w1, b1, w2, b2):
    """A maxout layer of two pieces, forward: every output is the larger of x @ w1 + b1 and x @ w2 + b2.

    x: (N, D) examples, one per row. w1, w2: (D, M) weights. b1, b2: (M,) biases.

    Returns out, of shape (N, M), and a cache of your own choice for maxout_backward.
    """
    raise NotImplementedError("maxout_forward is yours to write")


def maxout_backward(dout, cache):
    """A maxout layer of two pieces, backward.

    dout: (N, M) gradient of some loss by the layer's output. cache: what maxout_forward returned beside it.

    Returns dx, dw1, db1, dw2, db2: the gradients by x, w1, b1, w2 and b2, each of the shape of what it is by. Where
    both pieces are equal, dout goes to either of them, or is shared.
    """
    raise NotImplementedError("maxout_backward is yours to write")


# ------------------------------------------------------------ Losses by scores


def svm_loss(x, y):
    """The multiclass SVM loss and its gradient by the scores.

    x: (N, C) scores, one row per example. y: (N,) labels, 0 <= y[i] < C.

    Returns the loss, a number, and dx, its gradient by x, of shape (N, C). The loss is the mean over the examples i of
    the sum over the classes j != y[i] of max(0, x[i, j] - x[i, y[i]] + 1).
    """
    raise NotImplementedError("svm_loss is yours to write")


def softmax_loss(x, y):
    """The softmax loss (cross-entropy) and its gradient by the scores.

    x: (N, C) scores, one row per example. y: (N,) labels, 0 <= y[i] < C.

    Returns the loss, a number, and dx, its gradient by x, of shape (N, C). The loss is the mean over the examples of
    minus the natural logarithm of the right class's probability.
    """
    raise NotImplementedError("softmax_loss is yours to write")


# ------------------------------------------------------------ A network with one hidden layer


class TwoLayerNet:
    """A network with one hidden layer and a softmax loss: affine, ReLU, affine, softmax.

    Its parameters are in the dictionary self.params: W1 (D, H), b1 (H,), W2 (H, C), b2 (C,).
    """

    def __init__(self, input_dim=3 * 32 * 32, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0):
        """Fill self.params: weights from a normal distribution with mean 0, biases zero.

        input_dim: D, numbers per example. hidden_dim: H, hidden units. num_classes: C. weight_scale: standard deviation
        of the weights. reg: strength of the penalty in the loss.
        """
        raise NotImplementedError("TwoLayerNet.__init__ is yours to write")

    def loss(self, X, y=None):
        """The scores of X, or the loss and its gradients.

        X: (N, D) examples, one per row. y: (N,) labels, 0 <= y[i] < C, or None.

        Returns the scores (N, C) where y is None. Else returns the loss, a number, and a dictionary with its gradients
        by all parameters, under the parameters' own names. The loss is the mean over the examples of minus the log of
        the right class's probability, plus 0.5 * self.reg * (sum of the squares of all weights, without the biases).
        """
        raise NotImplementedError("TwoLayerNet.loss is yours to write")


# ------------------------------------------------------------ A network with any number of hidden layers


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
        raise NotImplementedError("FullyConnectedNet.__init__ is yours to write")

    def loss(self, X, y=None):
        """The scores of X, or the loss and its gradients.

        X: (N, D) examples, one per row. y: (N,) labels, 0 <= y[i] < C, or None.

        Returns the scores (N, C) where y is None. Else returns the loss, a number, and a dictionary with its gradients
        by all parameters, under the parameters' own names. The loss is the mean over the examples of minus the log of
        the right class's probability, plus 0.5 * self.reg * (sum of the squares of all weights, without the biases).
        """
        raise NotImplementedError("FullyConnectedNet.loss is yours to write")


# ------------------------------------------------------------ Why networks need something between their layers


def collapse_linear_layers(weights):
    """The weights of the one linear layer that does what a chain of linear layers does.

    weights: a list of arrays, one for each layer, of the shapes (D0, D1), (D1, D2) and so on. An example x, a row, goes
    through them one after the other: x @ weights[0] @ weights[1] @ ...

    Returns the array W of shape (D0, D of the last) for which x @ W is the same.
    """
    raise NotImplementedError("collapse_linear_layers is yours to write")
