import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    s = X.dot(W)
    s -= s.max(axis=1, keepdims=True)
    lse = np.log(np.exp(s).sum(axis=1, keepdims=True))
    picked = s[np.arange(N), y].reshape(-1, 1)
    loss = np.ones((1, N)).dot(lse - picked) / N + reg * np.sum(W * W)
    p = np.exp(s - lse)
    p[np.arange(N), y] -= 1
    return loss, X.T.dot(p) / N + 2 * reg * W
