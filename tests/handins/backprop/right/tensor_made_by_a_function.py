import numpy as np

def Tensor(data):
    return _T(np.array(data, dtype=float), [])
class _T:
    def __init__(self, data, edges):
        self.data, self.edges, self.grad = data, edges, None
    def _wrap(self, o): return o if isinstance(o, _T) else Tensor(o)
    def __add__(self, o):
        o = self._wrap(o); return _T(self.data + o.data, [(self, lambda g: g), (o, lambda g: g)])
    def __mul__(self, o):
        o = self._wrap(o); return _T(self.data * o.data, [(self, lambda g: g * o.data), (o, lambda g: g * self.data)])
    __radd__, __rmul__ = __add__, __mul__
    def __neg__(self): return -1 * self
    def __sub__(self, o): return self + self._wrap(o) * -1
    def __rsub__(self, o): return self._wrap(o) + self * -1
    def __matmul__(self, o): return _T(self.data @ o.data, [(self, lambda g: g @ o.data.T), (o, lambda g: self.data.T @ g)])
    def __pow__(self, n): return _T(self.data ** n, [(self, lambda g: n * g * self.data ** (n - 1))])
    def relu(self): return _T(self.data * (self.data > 0), [(self, lambda g: g * (self.data > 0))])
    def tanh(self): return _T(np.tanh(self.data), [(self, lambda g: g * (1 - np.tanh(self.data) ** 2))])
    def exp(self): return _T(np.exp(self.data), [(self, lambda g: g * np.exp(self.data))])
    def log(self): return _T(np.log(self.data), [(self, lambda g: g / self.data)])
    def sum(self): return _T(np.array(self.data.sum()), [(self, lambda g: g * np.ones_like(self.data))])
    def backward(self):
        graph, todo = {}, [self]
        while todo:
            t = todo.pop()
            if id(t) not in graph:
                graph[id(t)] = t
                todo += [e[0] for e in t.edges]
        waiting = {k: 0 for k in graph}
        for t in graph.values():
            for i, _ in t.edges: waiting[id(i)] += 1
        acc = {k: 0.0 for k in graph}
        acc[id(self)] = np.ones_like(self.data)
        ready = [self]
        while ready:
            t = ready.pop()
            t.grad = acc[id(t)] + (t.grad if t.grad is not None else 0)
            for i, f in t.edges:
                g = f(acc[id(t)])
                extra = np.ndim(g) - i.data.ndim
                g = np.sum(g, axis=tuple(range(extra)))
                g = np.sum(g, axis=tuple(k for k in range(i.data.ndim) if i.data.shape[k] == 1), keepdims=True) if i.data.ndim else g
                acc[id(i)] = acc[id(i)] + g
                waiting[id(i)] -= 1
                if waiting[id(i)] == 0: ready.append(i)
