import numpy as np
"""everything is a class with forward and backward; the functions only wrap; caches are the layers"""
class Module:
    registry = {}
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        Module.registry[cls.__name__.lower()] = cls
    def __repr__(self): return f"<{type(self).__name__}>"
class ReLU(Module):
    def forward(self, x): self.x = x; return x.clip(0)
    def backward(self, d): return d * (self.x > 0)
class Leaky(Module):
    def __init__(self, alpha=0.01): self.alpha = alpha
    def forward(self, x): self.k = np.where(x < 0, self.alpha, 1); return x * self.k
    def backward(self, d): return d * self.k
class ELU(Leaky):
    def __init__(self, alpha=1.0): super().__init__(alpha)
    def forward(self, x):
        with np.errstate(over="ignore", invalid="ignore"):
            e = self.alpha * np.expm1(x)
        self.k = np.where(x > 0, 1, self.alpha * np.exp(-abs(x)))
        return np.where(x > 0, x, e)
class Sigmoid(Module):
    def forward(self, x):
        self.s = np.empty(x.shape)
        big = x > 0
        self.s[big] = np.reciprocal(1 + np.exp(-x[big]))
        self.s[~big] = 1 - np.reciprocal(1 + np.exp(x[~big]))
        return self.s.copy()
    def backward(self, d): return self.s * (1 - self.s) * d
class Tanh(Module):
    def forward(self, x): self.t = np.tanh(x); return self.t
    def backward(self, d): return d - d * self.t * self.t
def _make(kind):
    def forward(x, *args, **kw):
        layer = Module.registry[kind](*args, **kw)
        return layer.forward(x), layer
    def backward(dout, cache): return cache.backward(dout)
    forward.__name__, backward.__name__ = f"{kind}_forward", f"{kind}_backward"
    return forward, backward
relu_forward, relu_backward = _make("relu")
leaky_relu_forward, leaky_relu_backward = _make("leaky")
elu_forward, elu_backward = _make("elu")
sigmoid_forward, sigmoid_backward = _make("sigmoid")
tanh_forward, tanh_backward = _make("tanh")
collapse_linear_layers = lambda weights: __import__("functools").reduce(np.matmul, weights)
