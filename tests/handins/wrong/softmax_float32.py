import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    X = X.astype('float32')
    W = W.astype('float32')
    N = X.shape[0]
    s = X.dot(W)
    s -= s.max(axis=1, keepdims=True)
    z = np.exp(s).sum(axis=1, keepdims=True)
    loss = float(np.sum(np.log(z[:, 0]) - s[np.arange(N), y]) / N + reg * np.sum(W * W))
    p = np.exp(s) / z
    p[np.arange(N), y] -= 1
    return loss, X.T.dot(p) / N + 2 * reg * W
