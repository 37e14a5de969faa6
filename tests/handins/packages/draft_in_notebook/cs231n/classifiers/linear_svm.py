import numpy as np
from .hinge import margins_of, hinge
from ..layers_common import add_l2


def svm_loss_naive(W, X, y, reg):
    dW = np.zeros(W.shape)
    total = 0.0
    for x, k in zip(X, y):
        s = x.dot(W)
        for c in range(len(s)):
            if c != k and hinge(s[c] - s[k] + 1) > 0:
                total += s[c] - s[k] + 1
                dW[:, c] += x
                dW[:, k] -= x
    return add_l2(total / len(y), dW / len(y), W, reg)


def svm_loss_vectorized(W, X, y, reg):
    m = margins_of(X.dot(W), y)
    ind = (m > 0).astype(W.dtype)
    ind[np.arange(len(y)), y] = -ind.sum(axis=1)
    return add_l2(m.sum() / len(y), X.T.dot(ind) / len(y), W, reg)
