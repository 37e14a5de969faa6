import numpy as np


def svm_loss_naive(W, X, y, reg):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(X.shape[0]):
        f = np.dot(X[i], W)
        for j in range(W.shape[1]):
            if j != y[i] and f[j] > f[y[i]]:
                loss += f[j] - f[y[i]]
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    return loss / X.shape[0] + reg * np.sum(W * W), dW / X.shape[0] + 2 * reg * W
