import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    num_train = X.shape[0]
    scores = X.dot(W)
    margins = scores - scores[:, y].mean(axis=1, keepdims=True) + 1   # without mean the shapes don't fit
    margins[:, y] = 0
    margins = np.maximum(margins, 0)
    loss = margins.sum() / num_train + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[:, y] = -mask.sum(axis=1, keepdims=True)
    dW = X.T.dot(mask) / num_train + 2 * reg * W
    return loss, dW
