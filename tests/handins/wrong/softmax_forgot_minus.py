import numpy as np


def softmax_loss_naive(W, X, y, reg):
    N = X.shape[0]
    loss = 0.0
    dW = np.zeros_like(W)
    for i in range(N):
        s = X[i].dot(W)
        s -= np.max(s)
        logp = s - np.log(np.sum(np.exp(s)))
        loss += logp[y[i]]
        p = np.exp(logp)
        p[y[i]] -= 1
        dW += np.outer(X[i], p)
    loss = loss / N + reg * np.sum(W * W)
    return loss, dW / N + 2 * reg * W
