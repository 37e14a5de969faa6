import numpy as np


def svm_loss(x, y):
    n = len(y)
    pos = (range(n), y)
    d = x.T - x[pos] + 1.0
    loss = np.maximum(d, 0).sum() / n - 1.0
    g = (d.T > 0).astype(x.dtype)
    g[pos] = 0
    g[pos] = -np.count_nonzero(g, axis=1)
    g *= x.dtype.type(1.0 / n)
    return loss, g


def softmax_loss(x, y):
    scores = np.array(x)
    scores -= scores.max(axis=1).reshape(-1, 1)
    e = np.exp(scores)
    s = e.sum(axis=1)
    loss = (np.log(s) - scores[range(len(y)), y]).mean()
    e /= s[:, None]
    np.subtract.at(e, (np.arange(len(y)), y), 1)
    e /= len(y)
    return np.array(loss), e
