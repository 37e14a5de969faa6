import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    s = X.dot(W)
    s -= s.max(axis=1)[:, None]
    z = np.exp(s).sum(axis=1)
    loss = np.sum(np.log(z) - s[range(N), y]) / N + reg * np.sum(W * W)
    p = np.exp(s) / z[:, None]
    Y = np.zeros(p.shape)
    Y[range(N), y] = 1
    dW = X.T.dot(Y - p) / N + 2 * reg * W
    return loss, dW
