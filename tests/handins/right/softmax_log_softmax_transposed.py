import numpy as np


def _log_softmax(S, axis=-1):
    S = S - S.max(axis=axis, keepdims=True)
    return S - np.log(np.exp(S).sum(axis=axis, keepdims=True))


def softmax_loss_naive(W, X, y, reg):
    loss, dW = reg * (W * W).sum(), 2 * reg * W
    inv = 1.0 / X.shape[0]
    for i in range(X.shape[0]):
        lp = _log_softmax(X[i].dot(W))
        loss -= inv * lp[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += inv * np.exp(lp[j]) * X[i]
        dW[:, y[i]] -= inv * X[i]
    return loss, dW


def softmax_loss_vectorized(W, X, y, reg):
    lp = _log_softmax(W.T @ X.T, axis=0)
    n = X.shape[0]
    loss = -lp[y, np.arange(n)].mean()
    d = np.exp(lp)
    np.subtract.at(d, (y, np.arange(n)), 1)
    return loss + reg * np.sum(W ** 2), (d @ X).T / n + reg * 2 * W


class LinearClassifier(object):
    def __init__(self):
        self.W = None

    def train(self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False):
        rng = np.random.default_rng()
        if self.W is None:
            self.W = rng.standard_normal((X.shape[1], int(y.max()) + 1)) * 1e-3
        hist = []
        for _ in range(num_iters):
            mask = rng.integers(0, X.shape[0], size=batch_size)
            Xb, yb = np.take(X, mask, axis=0), np.take(y, mask)
            l, g = self.loss(Xb, yb, reg)
            self.W += -learning_rate * g
            hist.append(float(l))
        return hist

    def predict(self, X):
        y_pred = np.zeros(X.shape[0], dtype=int)
        for i in range(X.shape[0]):
            s = X[i] @ self.W
            y_pred[i] = np.where(s == s.max())[0][0]
        return y_pred
