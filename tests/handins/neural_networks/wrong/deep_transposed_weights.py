import numpy as np


class FullyConnectedNet(object):
    def __init__(self, hidden_dims, input_dim=3 * 32 * 32, num_classes=10, reg=0.0, weight_scale=1e-2, dtype=np.float32):
        self.reg, self.num_layers, self.params, self.dtype = reg, 1 + len(hidden_dims), {}, dtype
        dims = [input_dim] + list(hidden_dims) + [num_classes]
        for i in range(self.num_layers):
            self.params["W%d" % (i + 1)] = np.random.normal(0, weight_scale, (dims[i + 1], dims[i]))
            self.params["b%d" % (i + 1)] = np.zeros(dims[i + 1])

    def loss(self, X, y=None):
        h, hs, zs = X.astype(self.dtype), [], []
        for i in range(1, self.num_layers + 1):
            hs.append(h)
            z = h.dot(self.params["W%d" % i]) + self.params["b%d" % i]
            zs.append(z)
            h = np.maximum(0, z)
        scores = z
        if y is None:
            return scores
        N = len(y)
        s = scores - scores.max(axis=1, keepdims=True)
        p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
        loss = -np.sum(np.log(p[np.arange(N), y])) / N
        for i in range(1, self.num_layers + 1):
            loss += 0.5 * self.reg * np.sum(self.params["W%d" % i] ** 2)
        d = p
        d[np.arange(N), y] -= 1
        d /= N
        grads = {}
        for i in range(self.num_layers, 0, -1):
            grads["W%d" % i] = hs[i - 1].T.dot(d) + self.reg * self.params["W%d" % i]
            grads["b%d" % i] = d.sum(axis=0)
            if i > 1:
                d = d.dot(self.params["W%d" % i].T) * (zs[i - 2] > 0)
        return loss, grads
