import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    # -log(e^sy / sum e^sj) = log sum e^(sj - sy)
    N = X.shape[0]
    s = X.dot(W)
    d = np.exp(s - s[np.arange(N), y][:, None])
    z = d.sum(axis=1)
    loss = np.log(z).mean() + reg * np.sum(W * W)
    p = d / z[:, None]
    p[np.arange(N), y] -= 1
    return loss, X.T.dot(p) / N + 2 * reg * W
