import numpy as np


def softmax_loss_naive(W, X, y, reg):
    N = X.shape[0]
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        s = X[i] @ W
        s = s - s.max()
        e = np.exp(s)
        loss += np.log(e.sum()) - s[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += e[j] / e.sum() * X[i]
        dW[:, y[i]] -= X[i]
    loss /= N
    loss += reg * np.sum(W * W)
    dW /= N
    return loss, dW


def softmax_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    s = X @ W
    s -= s.max(1, keepdims=True)
    e = np.exp(s)
    z = e.sum(1, keepdims=True)
    loss = (np.log(z).sum() - s[np.arange(N), y].sum()) / N + reg * np.sum(W * W)
    dW = X.T @ (e / z)
    for c in range(W.shape[1]):
        dW[:, c] -= X[y == c].sum(0)
    dW /= N
    dW += 2 * reg * W
    return loss, dW
