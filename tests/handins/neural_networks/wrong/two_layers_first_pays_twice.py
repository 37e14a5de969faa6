import numpy as np


class TwoLayerNet(object):
    def __init__(self, input_dim=3 * 32 * 32, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0):
        self.params = {}
        self.reg = reg
        self.params['W1'] = weight_scale * np.random.randn(input_dim, hidden_dim)
        self.params['b1'] = np.zeros(hidden_dim)
        self.params['W2'] = weight_scale * np.random.randn(hidden_dim, num_classes)
        self.params['b2'] = np.zeros(num_classes)

    def loss(self, X, y=None):
        W1, b1, W2, b2 = [self.params[k] for k in ('W1', 'b1', 'W2', 'b2')]
        X = X.reshape(len(X), -1)
        hidden = X.dot(W1) + b1
        act = np.maximum(hidden, 0)
        scores = act.dot(W2) + b2
        if y is None:
            return scores
        N = X.shape[0]
        shifted = scores - scores.max(axis=1, keepdims=True)
        e = np.exp(shifted)
        probs = e / e.sum(axis=1, keepdims=True)
        loss = np.mean(np.log(e.sum(axis=1)) - shifted[np.arange(N), y])
        loss += 0.5 * self.reg * (np.sum(W1 ** 2) + np.sum(W1 ** 2))
        ds = probs.copy()
        ds[np.arange(N), y] -= 1
        ds /= N
        grads = {}
        grads['W2'] = act.T.dot(ds) + self.reg * W2
        grads['b2'] = ds.sum(axis=0)
        dh = ds.dot(W2.T)
        dh[hidden <= 0] = 0
        grads['W1'] = X.T.dot(dh) + self.reg * W1
        grads['b1'] = dh.sum(axis=0)
        return loss, grads
