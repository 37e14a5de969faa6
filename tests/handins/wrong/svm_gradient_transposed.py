import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    s = X.dot(W)
    m = np.maximum(0, s - s[np.arange(N), y][:, None] + 1)
    m[np.arange(N), y] = 0
    loss = m.sum() / N + reg * np.sum(W * W)
    m[m > 0] = 1
    m[np.arange(N), y] = -m.sum(axis=1)
    dW = m.T.dot(X) / N + 2 * reg * W.T
    return loss, dW
