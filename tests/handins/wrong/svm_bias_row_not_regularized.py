import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    n = X.shape[0]
    s = X.dot(W)
    m = np.maximum(0, s - s[np.arange(n), y][:, None] + 1)
    m[np.arange(n), y] = 0
    # last row is the bias (bias trick), don't regularize it
    loss = m.sum() / n + reg * np.sum(W[:-1] ** 2)
    m[m > 0] = 1
    m[np.arange(n), y] = -m.sum(axis=1)
    dW = X.T.dot(m) / n
    dW[:-1] += 2 * reg * W[:-1]
    return loss, dW
