import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    s = X.dot(W)
    m = np.maximum(1, s - s[np.arange(N), y][:, None] + 1)
    m[np.arange(N), y] = 0
    loss = m.sum() / N + reg * np.sum(W * W)
    k = np.zeros(m.shape)
    k[m > 0] = 1
    k[np.arange(N), y] = -k.sum(axis=1)
    return loss, X.T.dot(k) / N + 2 * reg * W
