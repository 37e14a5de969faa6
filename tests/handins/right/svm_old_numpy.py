import numpy as np
from builtins import range


def svm_loss_naive(W, X, y, reg):
    dW = np.zeros(W.shape, dtype=np.float)
    loss = np.float(0)
    N = X.shape[0]
    for i in range(N):
        k = np.int(y[i])
        s = np.dot(X[i, :], W)
        n_pos = 0
        for j in range(W.shape[1]):
            diff = s[j] - s[k] + 1
            if diff > 0 and j != k:
                loss += diff
                n_pos += 1
                dW[:, j] += X[i, :].T
        dW[:, k] += -n_pos * X[i, :].T
    loss = loss / N + 0.5 * reg * np.sum(W * W)
    dW = dW / N + reg * W
    return loss, dW


def svm_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    C = W.shape[1]
    scores = X.dot(W)
    flat = np.arange(N) * C + y.astype(np.int)
    right = scores.ravel().take(flat)
    margins = scores - np.tile(right, (C, 1)).T + 1
    margins.flat[flat] = 0
    margins = margins * (margins > 0)
    coef = np.sign(margins)
    coef.ravel()[flat] = -coef.sum(axis=1)
    loss = margins.sum() / N + 0.5 * reg * np.sum(W * W)
    dW = X.T.dot(coef) / N + reg * W
    return loss, dW
