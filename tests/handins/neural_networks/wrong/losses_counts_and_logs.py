import numpy as np


def svm_loss(x, y):
    N = x.shape[0]
    idx = np.arange(N)
    m = np.maximum(0, x - x[idx, y][:, None] + 1.0)
    m[idx, y] = 0
    loss = m.sum() / N
    dx = np.zeros_like(x)
    dx[m > 0] = 1
    dx[idx, y] -= np.sum(m > 0)
    dx /= N
    return loss, dx


def softmax_loss(x, y):
    z = x - x.max(axis=1, keepdims=True)
    logZ = np.log(np.exp(z).sum(axis=1, keepdims=True))
    logp = z - logZ
    N = len(x)
    loss = -logp[np.arange(N), y].sum() / N
    dx = logp.copy()
    dx[np.arange(N), y] -= 1
    dx /= N
    return loss, dx
