import numpy as np

class Tensor(object):
    """Every use hands on its own part at once: no order is needed."""

    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype='float64')
        self.grad = None
        self.parents = parents          # pairs (tensor, function of the gradient)

    def backward(self, g=None):
        if g is None:
            g = np.ones(self.data.shape)
        g = np.asarray(g)
        while g.ndim > self.data.ndim:
            g = g.sum(0)
        for axis in range(g.ndim):
            if self.data.shape[axis] == 1:
                g = g.sum(axis, keepdims=True)
        self.grad = g if self.grad is None else self.grad + g
        for parent, pull in self.parents:
            parent.backward(pull(g))

    @staticmethod
    def lift(v):
        return v if isinstance(v, Tensor) else Tensor(v)

    def __add__(self, other):
        other = Tensor.lift(other)
        return Tensor(self.data + other.data, [(self, lambda g: g), (other, lambda g: g)])
    __radd__ = __add__

    def __mul__(self, other):
        other = Tensor.lift(other)
        return Tensor(self.data * other.data, [(self, lambda g: g * other.data), (other, lambda g: g * self.data)])
    __rmul__ = __mul__

    def __neg__(self): return -1 * self
    def __sub__(self, other): return self + -1 * Tensor.lift(other)
    def __rsub__(self, other): return Tensor.lift(other) - self

    def __matmul__(self, other):
        return Tensor(np.matmul(self.data, other.data), [
            (self, lambda g: np.matmul(g, other.data.transpose())),
            (other, lambda g: np.matmul(self.data.transpose(), g)),
        ])

    def __pow__(self, n):
        return Tensor(self.data ** n, [(self, lambda g: g * n * self.data ** n / self.data)])

    def map(self, f, slope):
        return Tensor(f(self.data), [(self, lambda g: g * slope(self.data))])

    def relu(self): return self.map(lambda x: x.clip(0), lambda x: np.heaviside(x, 0.5))
    def tanh(self): return self.map(np.tanh, lambda x: 1 / np.cosh(x) ** 2)
    def exp(self): return self.map(np.exp, np.exp)
    def log(self): return self.map(np.log, np.reciprocal)
    def sum(self): return Tensor(self.data.sum(), [(self, lambda g: np.broadcast_to(g, self.data.shape))])
