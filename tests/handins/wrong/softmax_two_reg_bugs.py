import numpy as np


def softmax_loss_naive(W, X, y, reg):
    N = X.shape[0]
    loss = 0.0
    dW = np.zeros_like(W)
    for i in range(N):
        s = X[i].dot(W)
        s -= s.max()
        e = np.exp(s)
        p = e / e.sum()
        loss += np.log(e.sum()) - s[y[i]]
        p[y[i]] -= 1
        dW += np.outer(X[i], p)
        loss += reg * np.sum(W * W)     # inside the loop, so the division below is right for it too
    loss /= N
    return loss, dW + 2 * reg * W


def softmax_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    s = X.dot(W)
    s -= s.max(axis=1, keepdims=True)
    e = np.exp(s)
    z = e.sum(axis=1, keepdims=True)
    loss = np.sum(np.log(z[:, 0]) - s[np.arange(N), y]) + 0.5 * reg * np.sum(W * W)
    p = e / z
    p[np.arange(N), y] -= 1
    return loss, X.T.dot(p) / N + reg * W
