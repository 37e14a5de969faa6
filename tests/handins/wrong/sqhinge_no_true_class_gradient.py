import numpy as np


def squared_hinge_loss(W, X, y, reg):
    N = X.shape[0]
    s = X.dot(W)
    m = np.maximum(0, s - s[np.arange(N), y][:, None] + 1)
    m[np.arange(N), y] = 0
    loss = np.sum(m * m) / N + 0.5 * reg * np.sum(W * W)
    dW = X.T.dot(2 * m) / N + reg * W
    return loss, dW
