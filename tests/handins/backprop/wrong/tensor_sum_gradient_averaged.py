import numpy as np


class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.asarray(data, dtype=np.float64)
        self.parents = parents      # (tensor, function from grad to grad) pairs
        self.grad = None

    @staticmethod
    def lift(v):
        return v if isinstance(v, Tensor) else Tensor(v)

    def __add__(self, other):
        other = Tensor.lift(other)
        return Tensor(self.data + other.data, [(self, lambda g: fit(g, self)), (other, lambda g: fit(g, other))])
    __radd__ = __add__

    def __neg__(self):
        return Tensor(-self.data, [(self, lambda g: -g)])

    def __sub__(self, other):
        other = Tensor.lift(other)
        return Tensor(self.data - other.data, [(self, lambda g: fit(g, self)), (other, lambda g: fit(-g, other))])

    def __rsub__(self, other):
        return Tensor.lift(other) - self

    def __mul__(self, other):
        other = Tensor.lift(other)
        return Tensor(self.data * other.data,
                      [(self, lambda g: fit(g * other.data, self)), (other, lambda g: fit(g * self.data, other))])
    __rmul__ = __mul__

    def __matmul__(self, other):
        return Tensor(self.data @ other.data,
                      [(self, lambda g: g @ other.data.T), (other, lambda g: self.data.T @ g)])

    def __pow__(self, n):
        return Tensor(self.data ** n, [(self, lambda g: g * n * self.data ** (n - 1))])

    def relu(self):
        keep = self.data > 0
        return Tensor(self.data * keep, [(self, lambda g: g * keep)])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def exp(self):
        e = np.exp(self.data)
        return Tensor(e, [(self, lambda g: g * e)])

    def log(self):
        return Tensor(np.log(self.data), [(self, lambda g: g / self.data)])

    def sum(self):
        return Tensor(np.sum(self.data), [(self, lambda g: np.full(self.data.shape, g / self.data.size))])

    def backward(self):
        order, seen = [], set()
        stack = [(self, False)]
        while stack:
            t, ready = stack.pop()
            if ready:
                order.append(t)
                continue
            if id(t) in seen:
                continue
            seen.add(id(t))
            stack.append((t, True))
            for p, _ in t.parents:
                stack.append((p, False))
        grads = {id(self): np.ones(self.data.shape)}
        for t in reversed(order):
            g = grads[id(t)]
            t.grad = g if t.grad is None else t.grad + g
            for p, fn in t.parents:
                if id(p) in grads:
                    grads[id(p)] = grads[id(p)] + fn(g)
                else:
                    grads[id(p)] = fn(g)


def fit(g, t):
    shape = t.data.shape
    extra = g.ndim - len(shape)
    axes = tuple(range(extra)) + tuple(i + extra for i, n in enumerate(shape) if n == 1 and g.shape[i + extra] > 1)
    return g.sum(axis=axes).reshape(shape) if axes else g
