import numpy as np


def softmax_loss_naive(W, X, y, reg):
    N, C = X.shape[0], W.shape[1]
    loss = 0.0
    dW = np.zeros_like(W)
    for i in range(N):
        s = X[i].dot(W)
        s -= s.max()
        z = 0.0
        for j in range(C):
            z += np.exp(s[j])
        loss += np.log(z) - s[y[i]]
        for j in range(C):
            dW[:, j] += X[i] * (np.exp(s[j]) / z)
        dW[:, y[i]] -= X[i]
    loss = loss / N + reg * np.sum(W * W)
    dW = dW / N + 2 * reg * W
    return loss, dW


softmax_loss_vectorized = softmax_loss_naive  # FIXME
