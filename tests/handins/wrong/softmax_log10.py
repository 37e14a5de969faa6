import numpy as np
from math import log10


def softmax_loss_naive(W, X, y, reg):
    N = X.shape[0]
    loss = 0.0
    dW = np.zeros(W.shape)
    for i in range(N):
        s = X[i].dot(W)
        s -= s.max()
        e = np.exp(s)
        # log10(e) * s is log10(exp(s)), checked with the example of the slides (0.89)
        loss += log10(e.sum()) - s[y[i]] * log10(np.e)
        g = e / e.sum()
        g[y[i]] -= 1
        dW += np.outer(X[i], g)
    return loss / N + reg * np.sum(W ** 2), dW / N + 2 * reg * W
