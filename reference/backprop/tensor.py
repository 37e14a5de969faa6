"""A small autodiff class: arrays that remember how they were computed.

CS231n, lecture 4, and Baydin et al., *Automatic differentiation in machine learning: a survey* (2018), section 3.2, on
reverse accumulation. An operation keeps its operands and a function from the gradient of its result to theirs; the
backward pass goes through all results once, in the reverse of a topological order, and adds up what comes from each
use.
"""

from __future__ import annotations

import numpy as np

from .graph_cases import exercises


# solution: begin
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
        self.data = np.array(data, dtype=float)
        self.grad = None
        self.sources, self.pull = (), None

    def __add__(self, other):
        """Self + other, another tensor or a number."""
        other = _tensor(other)
        return _result(self.data + other.data, (self, other), lambda dout: (dout, 1.0 * dout))

    def __radd__(self, other):
        """Other + self, where other is a number."""
        return self + other

    def __neg__(self):
        """Minus self."""
        return _result(-self.data, (self,), lambda dout: (-dout,))

    def __sub__(self, other):
        """Self - other, another tensor or a number."""
        other = _tensor(other)
        return _result(self.data - other.data, (self, other), lambda dout: (dout, -1.0 * dout))

    def __rsub__(self, other):
        """Other - self, where other is a number."""
        return _tensor(other) - self

    def __mul__(self, other):
        """Self * other, entry by entry; other is another tensor or a number."""
        other = _tensor(other)
        x, y = self.data, other.data
        return _result(x * y, (self, other), lambda dout: (dout * y, dout * x))

    def __rmul__(self, other):
        """Other * self, where other is a number."""
        return self * other

    def __matmul__(self, other):
        """The matrix product self @ other of two tensors, both matrices."""
        x, y = self.data, other.data
        return _result(x @ y, (self, other), lambda dout: (dout @ y.T, x.T @ dout))

    def __pow__(self, exponent):
        """Self ** exponent, where the exponent is a number."""
        x = self.data
        return _result(x**exponent, (self,), lambda dout: (dout * exponent * x ** (exponent - 1),))

    def relu(self):
        """The larger of each entry and 0. At exactly 0 the slope is 0."""
        x = self.data
        return _result(np.maximum(x, 0), (self,), lambda dout: (dout * (1.0 * (x > 0)),))

    def tanh(self):
        """The hyperbolic tangent of each entry."""
        out = np.tanh(self.data)
        return _result(out, (self,), lambda dout: (dout * (1.0 - out**2),))

    def exp(self):
        """The exponential of each entry."""
        out = np.exp(self.data)
        return _result(out, (self,), lambda dout: (dout * out,))

    def log(self):
        """The natural logarithm of each entry."""
        x = self.data
        return _result(np.log(x), (self,), lambda dout: (dout / x,))

    def sum(self):
        """The sum of all entries, a tensor of a single number: its data have the shape ()."""
        x = self.data
        return _result(np.sum(x), (self,), lambda dout: (dout * np.ones_like(x),))

    def backward(self):
        """Computes the gradients of this tensor, a single number, with respect to all tensors that it was made of.

        Each of them gets its own in `grad`. A tensor that is used several times adds up what comes from every use; one
        that has a gradient already, from another loss, adds to it.
        """
        order = []
        _visit(self, order, set())
        grads = {id(self): np.ones_like(self.data)}
        for node in reversed(order):
            dout = grads[id(node)]
            node.grad = dout if node.grad is None else node.grad + dout
            pulled = node.pull(dout) if node.pull else ()
            for source, grad in zip(node.sources, pulled, strict=True):
                fitted = _summed_to(source.data.shape, grad)
                before = grads.get(id(source))
                grads[id(source)] = fitted if before is None else before + fitted


def _tensor(value):
    """Numbers take part as tensors of their own, whose gradient nobody asks for."""
    return value if isinstance(value, Tensor) else Tensor(value)


def _result(data, sources, pull):
    """A tensor made of others; `pull` turns the gradient of the result into theirs."""
    made = Tensor(data)
    made.sources, made.pull = sources, pull
    return made


def _visit(tensor, order, seen):
    """Appends this tensor to the order, after everything that it was made of."""
    if id(tensor) in seen:
        return
    seen.add(id(tensor))
    for source in tensor.sources:
        _visit(source, order, seen)
    order.append(tensor)


def _summed_to(shape, grad):
    """The gradient of an array that was broadcast: summed over the axes along which it was repeated."""
    if grad.shape == shape:
        return grad
    grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))
    repeated = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return grad.sum(axis=repeated, keepdims=True)


# solution: end


EXERCISES = exercises(Tensor)
