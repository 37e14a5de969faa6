import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    num_train = X.shape[0]
    scores = X.dot(W)
    correct = scores[np.arange(num_train), y][:, np.newaxis]
    raw = scores - correct + 1
    margins = np.maximum(0, raw)
    margins[np.arange(num_train), y] = 0
    loss = margins.sum() / num_train + reg * np.sum(W * W)

    ind = np.where(raw > 0, 1, 0)
    # raw is 1 at the true class so it is in the sum too
    ind[np.arange(num_train), y] = -ind.sum(axis=1)
    dW = X.T.dot(ind) / num_train + 2 * reg * W
    return loss, dW
