# every node knows how deep it is; gradients are handed on from the deepest to the shallowest
from numpy import *
import heapq
class Tensor:
    count = 0
    def __init__(self, data, inputs=(), vjp=None):
        self.data = asarray(data, dtype=float64)
        self.grad = None
        self.inputs = inputs
        self.vjp = vjp
        self.level = 1 + amax([i.level for i in inputs]) if inputs else 0
        Tensor.count += 1
        self.number = Tensor.count
    def __add__(self, o):
        if not isinstance(o, Tensor):
            return Tensor(self.data + o, (self,), lambda g: (g,))
        return Tensor(self.data + o.data, (self, o), lambda g: (g, g))
    def __radd__(self, o):
        return self.__add__(o)
    def __neg__(self):
        return Tensor(-self.data, (self,), lambda g: (-g,))
    def __sub__(self, o):
        return self + -o
    def __rsub__(self, o):
        return -self + o
    def __mul__(self, o):
        if not isinstance(o, Tensor):
            return Tensor(self.data * o, (self,), lambda g: (g * o,))
        return Tensor(self.data * o.data, (self, o), lambda g: (g * o.data, g * self.data))
    __rmul__ = __mul__
    def __matmul__(self, o):
        return Tensor(dot(self.data, o.data), (self, o), lambda g: (dot(g, o.data.T), dot(self.data.T, g)))
    def __pow__(self, k):
        if k == 0:
            return Tensor(ones_like(self.data), (self,), lambda g: (0 * g,))
        return Tensor(self.data ** k, (self,), lambda g: (g * k * self.data ** (k - 1),))
    def relu(self):
        return Tensor(where(self.data > 0, self.data, 0.0), (self,), lambda g: (where(self.data > 0, g, 0.0),))
    def tanh(self):
        y = tanh(self.data)
        return Tensor(y, (self,), lambda g: (g - g * y * y,))
    def exp(self):
        y = exp(self.data)
        return Tensor(y, (self,), lambda g: (g * y,))
    def log(self):
        return Tensor(log(self.data), (self,), lambda g: (g / self.data,))
    def sum(self):
        return Tensor(sum(self.data), (self,), lambda g: (g * ones(self.data.shape),))
    def backward(self, grad=1.0):
        got = {self: asarray(grad) * ones_like(self.data)}
        heap = [(-self.level, -self.number, self)]
        while heap:
            _, _, t = heapq.heappop(heap)
            g = got.pop(t)
            t.grad = g if t.grad is None else t.grad + g
            if t.vjp is None:
                continue
            for i, gi in zip(t.inputs, t.vjp(g)):
                gi = reduce_to(gi, i.data.shape)
                if i in got:
                    got[i] = got[i] + gi
                else:
                    got[i] = gi
                    heapq.heappush(heap, (-i.level, -i.number, i))
def reduce_to(g, shape):
    if g.shape == shape:
        return g
    padded = (1,) * (g.ndim - len(shape)) + shape
    ax = tuple(k for k in range(g.ndim) if padded[k] == 1)
    return g.sum(axis=ax, keepdims=True).reshape(shape)
