import numpy as np


def svm_loss_naive(W, X, y, reg):
    n = X.shape[0]
    loss = 0.0
    dW = np.zeros(W.shape)
    for i in range(n):
        s = X[i].dot(W)
        for j in range(W.shape[1]):
            if j != y[i]:
                m = s[j] - s[y[i]] + 1
                if m > 0:
                    loss += m
                    dW[:, j] += X[i]
                    dW[:, y[i]] -= X[i]
    loss = loss / n + reg * np.linalg.norm(W)
    dW = dW / n + 2 * reg * W
    return loss, dW
