import numpy as np


def _one(W, x, k):
    s = x @ W
    m = np.maximum(0, s - s[k] + 1)
    m[k] = 0
    g = (m > 0) * 1.0
    g[k] = -g.sum()
    return m.sum(), g


def svm_loss_vectorized(W, X, y, reg):
    parts = [_one(W, x, k) for x, k in zip(X, y)]
    loss = np.mean([p[0] for p in parts]) + reg * np.sum(W * W)
    G = np.stack([p[1] for p in parts])
    return loss, X.T @ G / len(X) + 2 * reg * W
