import numpy as np


def svm_loss_naive(W, X, y, reg):
    loss, dW = 0., np.zeros(W.shape)
    for i in range(X.shape[0]):
        f = X[i].dot(W)
        for j in range(W.shape[1]):
            if j == y[i]:
                continue
            m = f[j] - f[y[i]] + 1
            if m > 0:
                loss += m
                dW[:, j] += X[i]
                dW[:, j] -= X[y[i]]     # copy & paste, fix!
    loss = loss / X.shape[0] + reg * np.sum(W * W)
    return loss, dW / X.shape[0] + 2 * reg * W


def svm_loss_vectorized(W, X, y, reg):
    n = X.shape[0]
    f = X.dot(W)
    m = np.maximum(0, f - f[np.arange(n), y][:, None] + 1)
    m[np.arange(n), y] = 0
    k = np.sign(m)
    k[np.arange(n), y] = -k.sum(axis=1)
    return m.sum() / n + reg * np.sum(W * W), X.T.dot(k) / n + 2 * reg * W
