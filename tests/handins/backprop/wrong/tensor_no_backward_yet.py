import numpy as np

class Tensor:
    def __init__(self, data):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros_like(self.data)

    def __add__(self, other): return Tensor(self.data + getattr(other, 'data', other))
    def __sub__(self, other): return Tensor(self.data - getattr(other, 'data', other))
    def __mul__(self, other): return Tensor(self.data * getattr(other, 'data', other))
    def __matmul__(self, other): return Tensor(self.data @ other.data)
    def __pow__(self, n): return Tensor(self.data ** n)
    __radd__, __rmul__ = __add__, __mul__
    def __rsub__(self, other): return Tensor(other - self.data)
    def __neg__(self): return Tensor(-self.data)
    def relu(self): return Tensor(np.maximum(0, self.data))
    def tanh(self): return Tensor(np.tanh(self.data))
    def exp(self): return Tensor(np.exp(self.data))
    def log(self): return Tensor(np.log(self.data))
    def sum(self): return Tensor(np.sum(self.data))

    def backward(self):
        pass  # TODO
