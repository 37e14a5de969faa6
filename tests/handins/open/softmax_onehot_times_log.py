import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    N, C = len(X), W.shape[1]
    s = X @ W
    s = s - s.max(axis=1).reshape(N, 1)
    p = np.exp(s)
    p = p / p.sum(axis=1).reshape(N, 1)
    T = np.zeros((N, C))
    T[np.arange(N), y] = 1
    loss = -(np.log(p) * T).sum() / N + reg * (W ** 2).sum()
    return loss, X.T @ (p - T) / N + 2 * reg * W
