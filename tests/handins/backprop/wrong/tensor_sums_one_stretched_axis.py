import numpy as np


class Tensor:
    def __init__(self, data, op=None, inputs=(), extra=None):
        self.data = np.array(data, dtype=np.float64)
        self.grad = None
        self.op, self.inputs, self.extra = op, inputs, extra

    def _wrap(self, v):
        if isinstance(v, Tensor):
            return v
        return Tensor(v)

    def __add__(self, o):
        o = self._wrap(o); return Tensor(self.data + o.data, 'add', (self, o))
    def __radd__(self, o):
        return self + o
    def __neg__(self):
        return Tensor(-self.data, 'neg', (self,))
    def __sub__(self, o):
        o = self._wrap(o); return Tensor(self.data - o.data, 'sub', (self, o))
    def __rsub__(self, o):
        return self._wrap(o) - self
    def __mul__(self, o):
        o = self._wrap(o); return Tensor(self.data * o.data, 'mul', (self, o))
    def __rmul__(self, o):
        return self * o
    def __matmul__(self, o):
        return Tensor(np.dot(self.data, o.data), 'matmul', (self, o))
    def __pow__(self, k):
        return Tensor(np.power(self.data, k), 'pow', (self,), k)
    def relu(self):
        return Tensor(self.data * (self.data > 0), 'relu', (self,))
    def tanh(self):
        return Tensor(np.tanh(self.data), 'tanh', (self,))
    def exp(self):
        return Tensor(np.exp(self.data), 'exp', (self,))
    def log(self):
        return Tensor(np.log(self.data), 'log', (self,))
    def sum(self):
        return Tensor(np.sum(self.data), 'sum', (self,))

    def local(self, g):
        """Gradients by the inputs."""
        if self.op == 'add':
            return [g, g]
        if self.op == 'neg':
            return [-g]
        if self.op == 'sub':
            return [g, -g]
        if self.op == 'mul':
            a, b = self.inputs
            return [g * b.data, g * a.data]
        if self.op == 'matmul':
            a, b = self.inputs
            return [np.dot(g, b.data.T), np.dot(a.data.T, g)]
        x = self.inputs[0].data
        if self.op == 'pow':
            return [g * self.extra * np.power(x, self.extra - 1)]
        if self.op == 'relu':
            return [g * (x > 0)]
        if self.op == 'tanh':
            return [g * (1 - self.data * self.data)]
        if self.op == 'exp':
            return [g * self.data]
        if self.op == 'log':
            return [g / x]
        if self.op == 'sum':
            return [np.full(x.shape, g)]

    def backward(self):
        nodes = []
        def dfs(t):
            if not any(t is n for n in nodes):
                for i in t.inputs:
                    dfs(i)
                nodes.append(t)
        dfs(self)
        grads = {id(n): np.zeros(n.data.shape) for n in nodes}
        grads[id(self)] = np.array(1.0)
        for n in nodes[::-1]:
            if n.op is None:
                continue
            for i, gi in zip(n.inputs, n.local(grads[id(n)])):
                shape = i.data.shape
                extra = gi.ndim - len(shape)
                gi = gi.sum(axis=tuple(range(extra)))
                axes = tuple(k for k in range(len(shape)) if shape[k] == 1 and gi.shape[k] > 1)
                if axes:
                    gi = gi.sum(axis=axes[0], keepdims=True)
                grads[id(i)] = grads[id(i)] + gi
        for n in nodes:
            n.grad = grads[id(n)] if n.grad is None else n.grad + grads[id(n)]
