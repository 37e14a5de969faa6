import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    # f(x) = Wx like in lecture 2
    num_train = X.shape[0]
    scores = W.dot(X)
    margins = np.maximum(0, scores - scores[y, np.arange(num_train)] + 1)
    margins[y, np.arange(num_train)] = 0
    loss = np.sum(margins) / num_train + reg * np.sum(W * W)
    margins[margins > 0] = 1
    margins[y, np.arange(num_train)] = -np.sum(margins, axis=0)
    return loss, margins.dot(X.T) / num_train + 2 * reg * W
