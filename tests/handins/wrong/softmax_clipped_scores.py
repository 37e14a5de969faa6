import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    s = X.dot(W)
    s = np.clip(s, -700, 700)      # exp(710) overflows
    e = np.exp(s)
    z = e.sum(axis=1)
    loss = np.mean(np.log(z) - s[np.arange(N), y]) + reg * np.sum(W * W)
    p = e / z[:, None]
    p[np.arange(N), y] -= 1
    return loss, X.T.dot(p) / N + 2 * reg * W
