import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    n = X.shape[0]
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[np.arange(n), y][:, None] + 1)
    margins[np.arange(n), y] = 0
    loss = np.sum(margins) / n + reg * np.sum(W * W)
    ind = -(margins > 0).astype(float)
    ind[np.arange(n), y] = -np.sum(ind, axis=1)   # positive now
    dW = X.T.dot(ind) / n - 2 * reg * W
    return loss, dW
