import numpy as np


def svm_loss_naive(W, X, y, reg):
    loss, dW = 0., 0. * W
    for k, x in enumerate(X):
        f = x.dot(W)
        for j in range(f.size):
            if j != y[k] and f[j] + 1 > f[y[k]]:
                loss += f[j] + 1 - f[y[k]]
                dW[:, j] += x
                dW[:, y[k]] -= x
    loss /= len(X)
    dW /= len(X)
    return loss + reg * (W * W).sum(), dW + 2 * reg * W


def svm_loss_vectorized(W, X, y, reg):
    f = X.dot(W)
    m = f - f[range(len(X)), y][:, None] + 1
    m[m < 0] = 0
    loss = m.sum() / len(X) - 1        # minus the true class
    m[m > 0] = 1
    m[range(len(X)), y] -= m.sum(axis=1) - 1     # hmm
    loss += reg * (W * W).sum()
    return loss, X.T.dot(m) / len(X) + 2 * reg * W
