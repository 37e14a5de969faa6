import numpy as np


class TwoLayerNet(object):
    """keeps scores and caches on self, overwritten by each call; returns np.float64 and a fresh dict"""

    def __init__(self, input_dim=3 * 32 * 32, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0):
        self.D, self.H, self.C, self.reg = input_dim, hidden_dim, num_classes, reg
        self.params = {}
        self._draw(weight_scale)

    def _draw(self, scale):
        shapes = {'W1': (self.D, self.H), 'W2': (self.H, self.C)}
        for k, shape in shapes.items():
            self.params[k] = np.random.normal(size=shape) * scale
            self.params['b' + k[1]] = np.zeros(shape[1])

    def _forward(self, X):
        p = self.params
        self.X, self.z = X, np.add(np.dot(X, p['W1']), p['b1'])
        self.a = np.where(self.z < 0, 0, self.z)
        self.scores = np.add(np.dot(self.a, p['W2']), p['b2'])

    def _backward(self, d):
        p, g = self.params, {}
        g['b2'] = d.sum(0)
        g['W2'] = np.dot(self.a.T, d)
        d = np.dot(d, p['W2'].T)
        d[self.z < 0] = 0
        g['b1'], g['W1'] = d.sum(0), np.dot(self.X.T, d)
        for k in ('W1', 'W2'):
            g[k] = g[k] + self.reg * p[k]
        return g

    def loss(self, X, y=None):
        self._forward(X)
        if y is None:
            return self.scores
        n = np.arange(len(y))
        s = self.scores - self.scores.max(1)[:, None]
        lse = np.log(np.exp(s).sum(1))
        d = np.exp(s - lse[:, None])
        d[n, y] -= 1
        loss = np.mean(lse - s[n, y])
        for k, v in self.params.items():
            if v.ndim == 2:
                loss = loss + self.reg * np.linalg.norm(v) ** 2 / 2
        return loss, self._backward(d / len(y))
