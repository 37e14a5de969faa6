import numpy as np


def svm_loss_naive(W, X, y, reg):
    loss = 0.0
    for i in range(X.shape[0]):
        s = X[i].dot(W)
        for j in range(W.shape[1]):
            if j != y[i]:
                loss += max(0, s[j] - s[y[i]] + 1)
    return loss / X.shape[0] + reg * np.sum(W * W)
