import numpy as np


class FullyConnectedNet:
    def __init__(self, hidden_dims, **options):
        self.reg = options.get("reg", 0.0)
        scale = options.get("weight_scale", 1e-2)
        dims = [options.get("input_dim", 3072)] + list(hidden_dims) + [options.get("num_classes", 10)]
        self.depth = len(dims) - 1
        self.params = {}
        for l in range(self.depth, 0, -1):
            self.params["b%d" % l] = np.zeros(dims[l])
            self.params["W%d" % l] = np.random.standard_normal((dims[l], dims[l - 1])).T * scale

    def _go(self, h, l, y, grads):
        W, b = self.params["W%d" % l], self.params["b%d" % l]
        z = np.dot(h, W) + b
        if l == self.depth:
            if y is None:
                return z, None
            loss, dz = self._cross_entropy(z, y)
        else:
            loss, da = self._go(np.maximum(z, 0), l + 1, y, grads)
            if y is None:
                return loss, None
            dz = da * (z > 0)
        grads["W%d" % l] = np.dot(h.T, dz) + self.reg * W
        grads["b%d" % l] = np.sum(dz, 0)
        return loss + self.reg / 2 * np.sum(W * W), np.dot(dz, W.T)

    @staticmethod
    def _cross_entropy(z, y):
        lse = np.logaddexp.reduce(z, axis=1)
        d = np.exp(z - lse[:, None])
        d[np.arange(len(y)), y] -= 1
        return np.mean(lse - z[np.arange(len(y)), y]), d / len(y)

    def loss(self, X, y=None):
        grads = {}
        out, _ = self._go(X, 1, y, grads)
        return out if y is None else (out, grads)
