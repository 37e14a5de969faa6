import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    s = X.dot(W)
    s -= s.max(axis=1, keepdims=True)
    lse = np.log(np.exp(s).sum(axis=1))
    loss = lse - s[np.arange(N), y] + reg * np.sum(W * W)
    p = np.exp(s - lse[:, None])
    p[np.arange(N), y] -= 1
    return loss, X.T.dot(p) / N + 2 * reg * W
