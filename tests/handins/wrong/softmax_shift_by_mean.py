import numpy as np


def softmax_loss_naive(W, X, y, reg):
    N = X.shape[0]
    loss = 0.0
    dW = np.zeros_like(W)
    for i in range(N):
        s = X[i].dot(W)
        s = s - np.mean(s)
        e = np.exp(s)
        p = e / np.sum(e)
        loss += np.log(np.sum(e)) - s[y[i]]
        p[y[i]] -= 1
        dW += X[i][:, None].dot(p[None, :])
    return loss / N + 0.5 * reg * np.sum(W * W), dW / N + reg * W
