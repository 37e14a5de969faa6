import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    s = X.dot(W)
    s -= np.max(s, axis=0)
    e = np.exp(s)
    p = e / np.sum(e, axis=0)
    loss = -np.mean(s[np.arange(N), y] - np.log(np.sum(e, axis=0))[y])
    loss += reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) / N + 2 * reg * W
    return loss, dW
