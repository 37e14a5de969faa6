import numpy as np

def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for i, s in enumerate(shape):
        if s == 1:
            grad = grad.sum(axis=i, keepdims=True)
    return grad

class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.asarray(data, dtype=float)
        self.grad = None
        self.parents = parents
        self._backward = lambda: None

    def _acc(self, g):
        g = unbroadcast(g, self.data.shape)
        if self.grad is None:
            self.grad = np.zeros_like(self.data)
        self.grad = self.grad + g

    @staticmethod
    def lift(o):
        return o if isinstance(o, Tensor) else Tensor(o)

    def __add__(self, other):
        other = Tensor.lift(other)
        out = Tensor(self.data + other.data, (self, other))
        def bw():
            self._acc(out.grad)
            other._acc(out.grad)
        out._backward = bw
        return out

    __radd__ = __add__

    def __neg__(self):
        return Tensor(-self.data)

    def __sub__(self, other):
        return self + (-Tensor.lift(other))

    def __rsub__(self, other):
        return Tensor.lift(other) + (-self)

    def __mul__(self, other):
        other = Tensor.lift(other)
        out = Tensor(self.data * other.data, (self, other))
        def bw():
            self._acc(out.grad * other.data)
            other._acc(out.grad * self.data)
        out._backward = bw
        return out

    __rmul__ = __mul__

    def __matmul__(self, other):
        out = Tensor(self.data @ other.data, (self, other))
        def bw():
            self._acc(out.grad @ other.data.T)
            other._acc(self.data.T @ out.grad)
        out._backward = bw
        return out

    def __pow__(self, n):
        out = Tensor(self.data ** n, (self,))
        def bw():
            self._acc(out.grad * n * self.data ** (n - 1))
        out._backward = bw
        return out

    def relu(self):
        out = Tensor(np.maximum(0, self.data), (self,))
        def bw():
            self._acc(out.grad * (self.data > 0))
        out._backward = bw
        return out

    def tanh(self):
        t = np.tanh(self.data)
        out = Tensor(t, (self,))
        def bw():
            self._acc(out.grad * (1 - t ** 2))
        out._backward = bw
        return out

    def exp(self):
        out = Tensor(np.exp(self.data), (self,))
        def bw():
            self._acc(out.grad * out.data)
        out._backward = bw
        return out

    def log(self):
        out = Tensor(np.log(self.data), (self,))
        def bw():
            self._acc(out.grad / self.data)
        out._backward = bw
        return out

    def sum(self):
        out = Tensor(self.data.sum(), (self,))
        def bw():
            self._acc(out.grad * np.ones_like(self.data))
        out._backward = bw
        return out

    def backward(self):
        order, seen = [], set()
        def visit(t):
            if id(t) in seen:
                return
            seen.add(id(t))
            for p in t.parents:
                visit(p)
            order.append(t)
        visit(self)
        for t in order:
            if t.parents:
                t.grad = None
        self.grad = np.ones_like(self.data)
        for t in reversed(order):
            t._backward()
