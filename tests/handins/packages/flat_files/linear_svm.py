import numpy as np
from regularization import l2_penalty


def svm_loss_naive(W, X, y, reg):
    R, dR = l2_penalty(W, reg)
    loss = 0.0
    dW = np.zeros(W.shape)
    for i, (x, k) in enumerate(zip(X, y)):
        s = [x.dot(W[:, c]) for c in range(W.shape[1])]
        for c, v in enumerate(s):
            if c == k or v - s[k] + 1 <= 0:
                continue
            loss += v - s[k] + 1
            dW[:, c] += x
            dW[:, k] -= x
    return loss / (i + 1) + R, dW / (i + 1) + dR


def svm_loss_vectorized(W, X, y, reg):
    R, dR = l2_penalty(W, reg)
    N = len(y)
    s = X.dot(W)
    m = s - s[np.arange(N), y].reshape(N, 1) + 1
    m[np.arange(N), y] = 0
    m *= m > 0
    dm = np.array(m > 0, dtype='d')
    dm[np.arange(N), y] = -dm.sum(axis=1)
    return m.sum() / N + R, X.T.dot(dm) / N + dR
