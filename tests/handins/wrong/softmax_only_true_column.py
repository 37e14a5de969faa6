import numpy as np


def softmax_loss_naive(W, X, y, reg):
    N = X.shape[0]
    loss = 0.0
    dW = np.zeros(W.shape)
    for i in range(N):
        s = X[i].dot(W)
        s -= np.max(s)
        z = np.exp(s).sum()
        loss += np.log(z) - s[y[i]]
        p = np.exp(s[y[i]]) / z
        dW[:, y[i]] += (p - 1) * X[i]
    return loss / N + reg * np.sum(W * W), dW / N + 2 * reg * W
