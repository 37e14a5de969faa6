"""Each layer is an object; the functions that are asked for wrap them, and the object is the cache."""
import numpy as np


class Layer:
    def backward(self, dout):
        return dout * self.slope


class Relu(Layer):
    def forward(self, x):
        self.slope = np.where(x > 0, x.dtype.type(1), x.dtype.type(0))
        return np.where(x > 0, x, x.dtype.type(0))


class Leaky(Layer):
    def __init__(self, alpha):
        self.alpha = alpha

    def forward(self, x):
        self.slope = np.where(x >= 0, 1, self.alpha).astype(x.dtype)
        return np.maximum(x, 0) + self.alpha * np.minimum(x, 0)


class Elu(Layer):
    def __init__(self, alpha):
        self.alpha = alpha

    def forward(self, x):
        small = np.exp(np.minimum(x, 0))
        self.slope = np.where(x > 0, 1, self.alpha * small).astype(x.dtype)
        return np.where(x > 0, x, self.alpha * (small - 1))


class Sigmoid(Layer):
    def forward(self, x):
        e = np.exp(-np.abs(x))
        s = np.where(x >= 0, 1 / (1 + e), e / (1 + e))
        self.slope = e / (1 + e) ** 2
        return s


class Tanh(Layer):
    def forward(self, x):
        t = np.tanh(x)
        self.slope = (1 - t) * (1 + t)
        return t


class Affine:
    def __init__(self, w, b):
        self.w, self.b = w, b

    def forward(self, x):
        self.x = x
        return np.einsum("nd,dm->nm", x.reshape(x.shape[0], -1), self.w) + self.b

    def backward(self, dout):
        rows = self.x.reshape(self.x.shape[0], -1)
        self.dw = np.einsum("nd,nm->dm", rows, dout)
        self.db = np.einsum("nm->m", dout)
        return np.einsum("nm,dm->nd", dout, self.w).reshape(self.x.shape)


def _forward(layer, x):
    return layer.forward(x), layer


def affine_forward(x, w, b):
    return _forward(Affine(w, b), x)


def affine_backward(dout, cache):
    dx = cache.backward(dout)
    return dx, cache.dw, cache.db


def relu_forward(x):
    return _forward(Relu(), x)


def leaky_relu_forward(x, alpha=0.01):
    return _forward(Leaky(alpha), x)


def elu_forward(x, alpha=1.0):
    return _forward(Elu(alpha), x)


def sigmoid_forward(x):
    return _forward(Sigmoid(), x)


def tanh_forward(x):
    return _forward(Tanh(), x)


def relu_backward(dout, cache):
    return cache.backward(dout)


leaky_relu_backward = elu_backward = sigmoid_backward = tanh_backward = relu_backward
