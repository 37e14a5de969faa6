import numpy as np


class Dense:
    """Reads its weights from the net's params, by name, every time."""

    def __init__(self, net, k):
        self.net, self.k = net, k

    def forward(self, x):
        self.x = x
        return x.dot(self.net.params['W' + self.k]) + self.net.params['b' + self.k]

    def backward(self, d, grads):
        grads.setdefault('W' + self.k, 0)
        W = self.net.params['W' + self.k]
        grads['W' + self.k] = grads['W' + self.k] + self.x.T.dot(d) + self.net.reg * W
        grads['b' + self.k] = d.sum(axis=0)
        return d.dot(W.T)


class ReLU:
    def forward(self, x):
        self.on = x > 0
        return x * self.on

    def backward(self, d, grads):
        return d * self.on


class TwoLayerNet:
    def __init__(self, input_dim=3 * 32 * 32, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0):
        self.params = {
            'W1': np.random.standard_normal((input_dim, hidden_dim)) * weight_scale,
            'b1': np.zeros((hidden_dim,)),
            'W2': np.random.standard_normal((hidden_dim, num_classes)) * weight_scale,
            'b2': np.zeros((num_classes,)),
        }
        self.reg = reg
        self.layers = [Dense(self, '1'), ReLU(), Dense(self, '2')]

    def predict(self, X):
        return self.loss(X).argmax(1)

    def loss(self, X, y=None):
        out = X
        for layer in self.layers:
            out = layer.forward(out)
        if y is None:
            return out
        n = X.shape[0]
        out = out - out.max(axis=1, keepdims=True)
        logp = out - np.log(np.exp(out).sum(axis=1, keepdims=True))
        loss = -logp[range(n), y].sum() / n
        loss += 0.5 * self.reg * sum(np.linalg.norm(self.params[k]) ** 2 for k in ('W1', 'W2'))
        d = np.exp(logp)
        d[range(n), y] -= 1
        d /= n
        grads = {}
        for layer in self.layers[::-1]:
            d = layer.backward(d, grads)
        return loss, grads
