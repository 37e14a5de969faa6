import numpy as np


def softmax_loss_naive(W, X, y, reg):
    N = X.shape[0]
    loss = 0.0
    dW = np.zeros(W.shape)
    for i in range(N):
        s = X[i].dot(W)
        s = s - np.max(s)
        z = np.sum(np.exp(s))
        loss += np.log(z) - s[y[i]]
        for j in range(W.shape[1]):
            dW[:, j] += np.exp(s[j]) / z * X[i]
    return loss / N + reg * np.sum(W ** 2), dW / N + 2 * reg * W


def softmax_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    s = X.dot(W)
    s = s - np.max(s, axis=1, keepdims=True)
    z = np.sum(np.exp(s), axis=1, keepdims=True)
    loss = np.sum(np.log(z)) - np.sum(s[np.arange(N), y])
    p = np.exp(s) / z
    dW = X.T.dot(p)
    return loss / N + reg * np.sum(W ** 2), dW / N + 2 * reg * W
