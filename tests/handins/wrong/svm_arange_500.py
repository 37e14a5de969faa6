import numpy as np

BATCH = 500


def svm_loss_vectorized(W, X, y, reg):
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[np.arange(BATCH), y].reshape(BATCH, 1) + 1.0)
    margins[np.arange(BATCH), y] = 0
    loss = np.sum(margins) / BATCH + reg * np.sum(W * W)
    k = np.sign(margins)
    k[np.arange(BATCH), y] = -k.sum(axis=1)
    dW = X.T.dot(k) / BATCH + 2 * reg * W
    return loss, dW
