import numpy as np


def softmax_loss(x, y):
    N = x.shape[0]
    s = x - x.max(axis=1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    loss = (np.log(np.exp(s).sum(axis=1)) - s[np.arange(N), y]).sum()
    dx = p.copy()
    dx[np.arange(N), y] -= 1
    return loss, dx
