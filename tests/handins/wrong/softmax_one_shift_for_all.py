import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    scores -= np.max(scores)   # numeric stability
    e = np.exp(scores)
    z = np.sum(e, axis=1, keepdims=True)
    p = e / z
    loss = np.mean(np.log(z[:, 0]) - scores[np.arange(N), y]) + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    dW = X.T.dot(p) / N + 2 * reg * W
    return loss, dW
