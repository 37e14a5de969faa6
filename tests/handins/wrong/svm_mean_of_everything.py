import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    s = X.dot(W)
    m = np.maximum(0, s - s[np.arange(N), y][:, None] + 1)
    m[np.arange(N), y] = 0
    loss = np.mean(m) + reg * np.sum(W * W)
    m[m > 0] = 1
    m[np.arange(N), y] = -m.sum(axis=1)
    dW = X.T.dot(m) / N + 2 * reg * W
    return loss, dW
