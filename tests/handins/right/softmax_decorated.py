import functools
import time

import numpy as np

_calls = []


def timed(fn):
    @functools.wraps(fn)
    def wrapper(*args, **kwargs):
        t0 = time.time()
        out = fn(*args, **kwargs)
        _calls.append((fn.__name__, time.time() - t0))
        return out
    return wrapper


@timed
def softmax_loss_naive(W, X, y, reg):
    loss = 0
    dW = np.zeros_like(W)
    with np.errstate(all='ignore'):
        for xi, yi in zip(X, y):
            s = xi.dot(W)
            c = -s.max()
            s = s + c
            denom = np.exp(s).sum()
            loss += np.log(denom) - s[yi]
            g = np.exp(s) / denom
            g[yi] -= 1
            dW += xi[:, None] * g[None, :]
    return [loss / len(y) + reg * np.sum(W * W), dW / len(y) + 2 * reg * W]


@timed
def softmax_loss_vectorized(W, X, y, reg):
    s = X.dot(W)
    s -= s.max(1)[:, None]
    es = np.exp(s)
    denom = es.sum(1)
    loss = (np.log(denom) - s[np.arange(len(y)), y]).mean() + reg * np.sum(W * W)
    g = es / denom[:, None]
    g[np.arange(len(y)), y] -= 1
    return [loss, X.T.dot(g) / len(y) + 2 * reg * W]
