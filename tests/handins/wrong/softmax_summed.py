import numpy as np


def softmax_loss_naive(W, X, y, reg):
    loss = 0.0
    dW = np.zeros_like(W)
    for i in range(X.shape[0]):
        s = X[i].dot(W)
        s -= s.max()
        e = np.exp(s)
        loss += np.log(e.sum()) - s[y[i]]
        p = e / e.sum()
        p[y[i]] -= 1
        dW += X[i].reshape(-1, 1) * p
    loss += reg * np.sum(W * W)
    dW += 2 * reg * W
    return loss, dW


def softmax_loss_vectorized(W, X, y, reg):
    s = X.dot(W)
    s -= s.max(axis=1, keepdims=True)
    e = np.exp(s)
    z = e.sum(axis=1, keepdims=True)
    loss = np.sum(np.log(z[:, 0]) - s[np.arange(len(y)), y]) + reg * np.sum(W * W)
    p = e / z
    p[np.arange(len(y)), y] -= 1
    dW = X.T.dot(p) / len(y) + 2 * reg * W
    return loss, dW
