import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    # no inner loop any more!
    num_train = X.shape[0]
    loss = 0.0
    dW = np.zeros(W.shape)
    for i in range(num_train):
        scores = X[i].dot(W)
        margins = np.maximum(0, scores - scores[y[i]] + 1)
        margins[y[i]] = 0
        loss += np.sum(margins)
        mask = (margins > 0).astype(float)
        mask[y[i]] = -np.sum(mask)
        dW += np.outer(X[i], mask)
    loss /= num_train
    dW /= num_train
    loss += reg * np.sum(W * W)
    dW += 2 * reg * W
    return loss, dW
