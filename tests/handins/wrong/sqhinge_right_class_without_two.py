import numpy as np


def squared_hinge_loss(W, X, y, reg):
    n_examples = len(y)
    f = X.dot(W)
    rows = np.arange(n_examples)
    gap = f - f[rows, y][:, np.newaxis] + 1.0
    gap[rows, y] = 0
    hinge = np.clip(gap, 0, None)
    loss = np.sum(hinge ** 2) / n_examples
    loss += reg * np.sum(np.square(W))
    g = 2 * hinge
    g[rows, y] -= np.sum(hinge, axis=1)
    dW = X.T.dot(g) / n_examples
    dW += 2 * reg * W
    return loss, dW
