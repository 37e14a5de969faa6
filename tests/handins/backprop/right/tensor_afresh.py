from __future__ import annotations
from dataclasses import dataclass, field
import numpy as np
from typing import Any

@dataclass(eq=False)
class Tensor:
    data: Any
    ins: list = field(default_factory=list)
    vjps: list = field(default_factory=list)
    grad: Any = None

    def __post_init__(self):
        self.data = np.asarray(self.data, dtype=float)

    # ---------------------------------------------------------------- graph
    def _ancestors(self):
        out, stack = [], [(self, False)]
        seen = set()
        while stack:
            node, expanded = stack.pop()
            if expanded:
                out.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((n, False) for n in node.ins)
        return out

    def backward(self):
        nodes = self._ancestors()
        for n in nodes:
            n.grad = np.zeros(n.data.shape)      # zero_grad
        self.grad = np.ones(self.data.shape)
        for n in nodes[::-1]:
            for source, vjp in zip(n.ins, n.vjps):
                g = np.atleast_1d(vjp(n.grad)) if source.data.ndim else np.sum(vjp(n.grad))
                if source.data.ndim:
                    g = g.reshape((1,) * (source.data.ndim - g.ndim) + g.shape)
                    while g.ndim > source.data.ndim:
                        g = np.add.reduce(g, 0)
                    for ax in range(g.ndim):
                        if source.data.shape[ax] < g.shape[ax]:
                            g = np.add.reduce(g, ax, keepdims=True)
                source.grad = source.grad + g

    def _new(self, data, *pairs):
        return Tensor(data, [p[0] for p in pairs], [p[1] for p in pairs])

    def _wrap(self, o):
        return o if isinstance(o, Tensor) else Tensor(o)

    def __add__(self, o):
        o = self._wrap(o)
        return self._new(self.data + o.data, (self, lambda g: g), (o, lambda g: g))
    __radd__ = __add__
    def __neg__(self):
        return self._new(-self.data, (self, lambda g: -g))
    def __sub__(self, o):
        return self + -self._wrap(o)
    def __rsub__(self, o):
        return -self + o
    def __mul__(self, o):
        o = self._wrap(o)
        return self._new(self.data * o.data, (self, lambda g: g * o.data), (o, lambda g: g * self.data))
    __rmul__ = __mul__
    def __matmul__(self, o):
        return self._new(self.data @ o.data, (self, lambda g: g @ o.data.T), (o, lambda g: (g.T @ self.data).T))
    def __pow__(self, k):
        return self._new(self.data ** k, (self, lambda g: k * g * self.data ** (k - 1)))
    def relu(self):
        return self._new(self.data * (self.data > 0), (self, lambda g: g * (self.data > 0)))
    def tanh(self):
        y = np.tanh(self.data)
        return self._new(y, (self, lambda g: g * (1 - y * y)))
    def exp(self):
        y = np.exp(self.data)
        return self._new(y, (self, lambda g: g * y))
    def log(self):
        return self._new(np.log(self.data), (self, lambda g: g / self.data))
    def sum(self):
        return self._new(self.data.sum(), (self, lambda g: np.zeros(self.data.shape) + g))
