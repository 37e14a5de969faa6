import numpy as np
def unbroadcast(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            g = g.sum(axis=i, keepdims=True)
    return g
class Tensor:
    def __init__(self, data, _children=()):
        self.data = np.array(data, dtype=float)
        self.grad = None
        self._prev = _children
        self._backward = lambda: None
    def _acc(self, g):
        g = unbroadcast(np.asarray(g), self.data.shape)
        if self.grad is None:
            self.grad = np.zeros_like(self.data)
        self.grad = self.grad + g
    def __add__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        out = Tensor(self.data + other.data, (self, other))
        def _backward():
            self._acc(out.grad)
        out._backward = _backward
        return out
    def __mul__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        out = Tensor(self.data * other.data, (self, other))
        def _backward():
            self._acc(out.grad * other.data)
            other._acc(out.grad * self.data)
        out._backward = _backward
        return out
    def __matmul__(self, other):
        out = Tensor(self.data @ other.data, (self, other))
        def _backward():
            self._acc(out.grad @ other.data.T)
            other._acc(self.data.T @ out.grad)
        out._backward = _backward
        return out
    def __pow__(self, n):
        out = Tensor(self.data ** n, (self,))
        def _backward():
            self._acc(n * self.data ** (n - 1) * out.grad)
        out._backward = _backward
        return out
    def relu(self):
        out = Tensor(np.maximum(self.data, 0), (self,))
        def _backward():
            self._acc((self.data > 0) * out.grad)
        out._backward = _backward
        return out
    def tanh(self):
        t = np.tanh(self.data)
        out = Tensor(t, (self,))
        def _backward():
            self._acc((1 - t ** 2) * out.grad)
        out._backward = _backward
        return out
    def exp(self):
        out = Tensor(np.exp(self.data), (self,))
        def _backward():
            self._acc(out.data * out.grad)
        out._backward = _backward
        return out
    def log(self):
        out = Tensor(np.log(self.data), (self,))
        def _backward():
            self._acc(out.grad / self.data)
        out._backward = _backward
        return out
    def sum(self):
        out = Tensor(self.data.sum(), (self,))
        def _backward():
            self._acc(np.ones_like(self.data) * out.grad)
        out._backward = _backward
        return out
    def __neg__(self): return self * -1
    def __sub__(self, other): return self + (-other)
    def __radd__(self, other): return self + other
    def __rmul__(self, other): return self * other
    def __rsub__(self, other): return other + (-self)
    def backward(self):
        topo, visited = [], set()
        def build(v):
            if v not in visited:
                visited.add(v)
                for c in v._prev:
                    build(c)
                topo.append(v)
        build(self)
        self.grad = np.ones_like(self.data)
        for v in reversed(topo):
            v._backward()
