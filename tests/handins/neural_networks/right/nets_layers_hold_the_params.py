"""Layers as objects that share the arrays of self.params."""
import numpy as np


class Dense:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def __call__(self, x):
        self.x = x
        return x @ self.W + self.b

    def back(self, d, reg):
        self.dW = self.x.T @ d + reg * self.W
        self.db = d.sum(0)
        return d @ self.W.T


class ReLU:
    def __call__(self, x):
        self.on = x > 0
        return x * self.on

    def back(self, d, reg):
        return d * self.on


class FullyConnectedNet:
    def __init__(self, hidden_dims, input_dim=3072, num_classes=10, reg=0.0, weight_scale=1e-2):
        self.reg, self.params, self.dense, self.layers = reg, {}, [], []
        sizes = [input_dim, *hidden_dims, num_classes]
        rng = np.random.default_rng()
        for i, (a, b) in enumerate(zip(sizes, sizes[1:]), 1):
            self.params[f"W{i}"] = rng.normal(scale=weight_scale, size=(a, b))
            self.params[f"b{i}"] = np.zeros(b)
            self.dense.append(Dense(self.params[f"W{i}"], self.params[f"b{i}"]))
            self.layers += [self.dense[-1], ReLU()]
        self.layers.pop()

    def loss(self, X, y=None):
        for layer in self.layers:
            X = layer(X)
        if y is None:
            return X
        X = X - X.max(1, keepdims=True)
        log_p = X - np.log(np.exp(X).sum(1, keepdims=True))
        rows = np.arange(len(y))
        loss = -log_p[rows, y].mean() + sum(0.5 * self.reg * (layer.W**2).sum() for layer in self.dense)
        d = np.exp(log_p)
        d[rows, y] -= 1
        d /= len(y)
        for layer in reversed(self.layers):
            d = layer.back(d, self.reg)
        grads = {}
        for i, layer in enumerate(self.dense, 1):
            grads[f"W{i}"], grads[f"b{i}"] = layer.dW, layer.db
        return loss, grads


class TwoLayerNet(FullyConnectedNet):
    def __init__(self, input_dim, hidden_dim, num_classes, weight_scale=1e-3, reg=0.0):
        super().__init__([hidden_dim], input_dim, num_classes, reg, weight_scale)
