import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    s = X.dot(W)
    s -= s.max(1, keepdims=True)
    e = np.exp(s)
    z = e.sum(1, keepdims=True)
    p = e / z
    loss = np.sum(np.log(z)) / N - np.sum(s[np.arange(N), y]) / N + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    dW = W
    dW *= 2 * reg
    dW += X.T.dot(p) / N
    return loss, dW
