import numpy as np


def softmax_loss(x, y):
    N = x.shape[0]
    s = x - np.max(x, axis=1)
    e = np.exp(s)
    p = e / np.sum(e, axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(N), y]))
    p[np.arange(N), y] -= 1
    return loss, p / N


def collapse_linear_layers(weights):
    return np.linalg.multi_dot(weights)
