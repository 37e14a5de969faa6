"""Backpropagation.

Replace every `raise NotImplementedError(...)` by your own code; `grader check starter.py` tells you
how it does.
"""

import numpy as np


# ------------------------------------------------------------ Gates


def add_forward(x, y):
    """The add gate: x + y, entry by entry.

    x, y: arrays of the same shape.

    Returns out, an array of that shape, and cache: whatever add_backward needs to know.
    """
    raise NotImplementedError("add_forward is yours to write")


def add_backward(dout, cache):
    """The add gate, backward.

    dout: gradient of a loss with respect to out, of out's shape. cache: what add_forward returned beside out.

    Returns dx and dy, the gradients of the loss with respect to x and y.
    """
    raise NotImplementedError("add_backward is yours to write")


def mul_forward(x, y):
    """The mul gate: x * y, entry by entry.

    x, y: arrays of the same shape.

    Returns out, an array of that shape, and cache: whatever mul_backward needs to know.
    """
    raise NotImplementedError("mul_forward is yours to write")


def mul_backward(dout, cache):
    """The mul gate, backward.

    dout: gradient of a loss with respect to out, of out's shape. cache: what mul_forward returned beside out.

    Returns dx and dy, the gradients of the loss with respect to x and y.
    """
    raise NotImplementedError("mul_backward is yours to write")


def max_forward(x, y):
    """The max gate: the larger of x and y, entry by entry.

    x, y: arrays of the same shape.

    Returns out, an array of that shape, and cache: whatever max_backward needs to know.
    """
    raise NotImplementedError("max_forward is yours to write")


def max_backward(dout, cache):
    """The max gate, backward. Where x and y are equal, x counts as the larger one.

    dout: gradient of a loss with respect to out, of out's shape. cache: what max_forward returned beside out.

    Returns dx and dy, the gradients of the loss with respect to x and y.
    """
    raise NotImplementedError("max_backward is yours to write")


def sigmoid_forward(x):
    """The sigmoid gate: 1 / (1 + exp(-x)), entry by entry.

    x: an array. Its entries may be in the thousands, of either sign.

    Returns out, an array of x's shape, and cache: whatever sigmoid_backward needs to know.
    """
    raise NotImplementedError("sigmoid_forward is yours to write")


def sigmoid_backward(dout, cache):
    """The sigmoid gate, backward.

    dout: gradient of a loss with respect to out, of out's shape. cache: what sigmoid_forward returned beside out.

    Returns dx, the gradient of the loss with respect to x.
    """
    raise NotImplementedError("sigmoid_backward is yours to write")


# ------------------------------------------------------------ Vectors and matrices


def matmul_backward(dout, X, W):
    """The gradients of a matrix product, out = X @ W.

    dout: (N, M) gradient of a loss with respect to out. X: (N, D). W: (D, M).

    Returns dX, of shape (N, D), and dW, of shape (D, M): the gradients of the loss with respect to X and W.
    """
    raise NotImplementedError("matmul_backward is yours to write")


def softmax_jacobian(scores):
    """The Jacobian of the softmax p of one vector of scores.

    scores: (C,) numbers, which may be in the thousands.

    Returns an array of shape (C, C): entry [i, j] is the derivative of p[i] with respect to scores[j].
    """
    raise NotImplementedError("softmax_jacobian is yours to write")


def squared_norm(x, W):
    """The squared norm of a product, f(x, W) = ‖W x‖², and its gradients.

    x: (D,). W: (M, D).

    Returns f, the sum of the squares of the entries of W x, a number; dx, its gradient with respect to x, of shape
    (D,); and dW, its gradient with respect to W, of shape (M, D).
    """
    raise NotImplementedError("squared_norm is yours to write")


# ------------------------------------------------------------ The order of a graph


def topological_order(graph):
    """The nodes of a computational graph in an order in which each stands after all of its inputs.

    graph: a dictionary with one entry for every node, from its name to the list of the names of its inputs (the nodes
    that it is computed from). The graph of q = x + y and f = q * x is
    {"x": [], "y": [], "q": ["x", "y"], "f": ["q", "x"]}.
    A node may use the same input twice, and several nodes may be used by no other.

    Returns a list of all nodes, each once. Where several orders are possible, any of them is right.

    Raises ValueError if the graph has a cycle.
    """
    raise NotImplementedError("topological_order is yours to write")


# ------------------------------------------------------------ A small autodiff class


class Tensor:
    """An array that remembers how it was computed, so that gradients can be taken.

    Tensors are added, subtracted, multiplied (entry by entry), multiplied as matrices (@) and raised to a power, with
    each other or, but for @, with plain numbers on either side. Shapes broadcast as numpy's do.
    """

    def __init__(self, data):
        """A tensor with these data.

        data: an array or a number. It is kept as `self.data`, an array of floats. `self.grad` is None at first; after
        backward() it is the gradient, an array of the same shape.
        """
        raise NotImplementedError("Tensor.__init__ is yours to write")

    def __add__(self, other):
        """Self + other, another tensor or a number."""
        raise NotImplementedError("Tensor.__add__ is yours to write")

    def __radd__(self, other):
        """Other + self, where other is a number."""
        raise NotImplementedError("Tensor.__radd__ is yours to write")

    def __neg__(self):
        """Minus self."""
        raise NotImplementedError("Tensor.__neg__ is yours to write")

    def __sub__(self, other):
        """Self - other, another tensor or a number."""
        raise NotImplementedError("Tensor.__sub__ is yours to write")

    def __rsub__(self, other):
        """Other - self, where other is a number."""
        raise NotImplementedError("Tensor.__rsub__ is yours to write")

    def __mul__(self, other):
        """Self * other, entry by entry; other is another tensor or a number."""
        raise NotImplementedError("Tensor.__mul__ is yours to write")

    def __rmul__(self, other):
        """Other * self, where other is a number."""
        raise NotImplementedError("Tensor.__rmul__ is yours to write")

    def __matmul__(self, other):
        """The matrix product self @ other of two tensors, both matrices."""
        raise NotImplementedError("Tensor.__matmul__ is yours to write")

    def __pow__(self, exponent):
        """Self ** exponent, where the exponent is a number."""
        raise NotImplementedError("Tensor.__pow__ is yours to write")

    def relu(self):
        """The larger of each entry and 0. At exactly 0 the slope is 0."""
        raise NotImplementedError("Tensor.relu is yours to write")

    def tanh(self):
        """The hyperbolic tangent of each entry."""
        raise NotImplementedError("Tensor.tanh is yours to write")

    def exp(self):
        """The exponential of each entry."""
        raise NotImplementedError("Tensor.exp is yours to write")

    def log(self):
        """The natural logarithm of each entry."""
        raise NotImplementedError("Tensor.log is yours to write")

    def sum(self):
        """The sum of all entries, a tensor of a single number: its data have the shape ()."""
        raise NotImplementedError("Tensor.sum is yours to write")

    def backward(self):
        """Computes the gradients of this tensor, a single number, with respect to all tensors that it was made of.

        Each of them gets its own in `grad`. A tensor that is used several times adds up what comes from every use; one
        that has a gradient already, from another loss, adds to it.
        """
        raise NotImplementedError("Tensor.backward is yours to write")
