import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    i = np.arange(X.shape[0])
    s = X.dot(W)
    m = np.maximum(0, s - s[i, y][:, None] + 1)
    m[i, y] = 0
    loss = m.sum() + reg * np.sum(W * W)
    m[m > 0] = 1
    m[i, y] = -m.sum(axis=1)
    dW = X.T.dot(m)
    return loss, dW
