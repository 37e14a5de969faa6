import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    s = X.dot(W)
    s -= s.max(axis=1, keepdims=True)
    z = np.exp(s).sum(axis=1, keepdims=True)
    # (N, 1) minus (N,)
    L = np.log(z) - s[np.arange(N), y]
    loss = L.sum() / N + reg * np.sum(W * W)
    p = np.exp(s) / z
    p[np.arange(N), y] -= 1
    return loss, X.T.dot(p) / N + 2 * reg * W
