import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    s = X.dot(W)
    s -= s.max(axis=1, keepdims=True)
    e = np.exp(s)
    z = e.sum(axis=1)
    loss = np.mean(np.log2(z) - s[np.arange(N), y] * np.log2(np.e))   # in bits
    loss += reg * np.sum(W * W)
    p = e / z[:, None]
    p[np.arange(N), y] -= 1
    return loss, X.T.dot(p) / N + 2 * reg * W
