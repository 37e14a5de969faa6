import numpy as np

TAPE = []

def record(out, *pairs):
    out = Tensor(out)
    TAPE.append((out, pairs))
    return out

def _t(x):
    return x if type(x) is Tensor else Tensor(x)

def shrink(g, shape):
    g = np.asarray(g, dtype=float)
    if g.shape == shape:
        return g
    lead = g.ndim - len(shape)
    keep = tuple(i + lead for i, s in enumerate(shape) if s == 1)
    return g.sum(axis=tuple(range(lead)) + keep).reshape(shape)

class Tensor:
    __array_priority__ = 100

    def __init__(self, data):
        self.data = np.array(data, float)
        self.grad = np.zeros(self.data.shape)

    def backward(self):
        self.grad = np.ones(self.data.shape)
        for out, pairs in reversed(TAPE):
            for source, pull in pairs:
                source.grad = source.grad + shrink(pull(out.grad), source.data.shape)
        del TAPE[:]

    def __add__(a, b):
        b = _t(b)
        return record(a.data + b.data, (a, lambda g: g), (b, lambda g: g))
    def __sub__(a, b):
        b = _t(b)
        return record(a.data - b.data, (a, lambda g: g), (b, lambda g: -g))
    def __mul__(a, b):
        b = _t(b)
        return record(a.data * b.data, (a, lambda g: g * b.data), (b, lambda g: g * a.data))
    def __matmul__(a, b):
        return record(a.data @ b.data, (a, lambda g: g @ b.data.T), (b, lambda g: a.data.T @ g))
    def __pow__(a, n):
        return record(a.data ** n, (a, lambda g: g * n * a.data ** (n - 1)))
    def __neg__(a):
        return record(-a.data, (a, lambda g: -g))
    def __radd__(a, b): return _t(b) + a
    def __rsub__(a, b): return _t(b) - a
    def __rmul__(a, b): return _t(b) * a
    def relu(a):
        return record(np.maximum(a.data, 0), (a, lambda g: np.where(a.data > 0, g, 0)))
    def tanh(a):
        t = np.tanh(a.data)
        return record(t, (a, lambda g: g * (1 - t) * (1 + t)))
    def exp(a):
        e = np.exp(a.data)
        return record(e, (a, lambda g: g * e))
    def log(a):
        return record(np.log(a.data), (a, lambda g: g / a.data))
    def sum(a):
        return record(np.sum(a.data), (a, lambda g: g * np.ones(a.data.shape)))
