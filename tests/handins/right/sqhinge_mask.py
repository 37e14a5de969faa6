import numpy as np


def squared_hinge_loss(W, X, y, reg):
    """L2-SVM: sum of max(0, s_j - s_y + 1)^2 over j != y, averaged."""
    N = X.shape[0]
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[np.arange(N), y].reshape(N, 1) + 1)
    margins[np.arange(N), y] = 0
    loss = np.sum(margins ** 2) / N + reg * np.sum(W * W)
    # d/dm m^2 = 2m, and m is already 0 where it does not count
    dscores = 2 * margins
    dscores[np.arange(N), y] = -np.sum(dscores, axis=1)
    dW = X.T.dot(dscores) / N + 2 * reg * W
    return loss, dW
