import numpy as np


def squared_hinge_loss(W, X, y, reg=0.0):
    # difference of weight vectors: w_j - w_y, one row per example.  Memory heavy but I understand it
    diff = W.T[None, :, :] - W.T[y][:, None, :]        # N x C x D
    m = np.sum(diff * X[:, None, :], axis=2) + 1
    m = np.where(np.arange(W.shape[1]) == y[:, None], 0, m)
    relu = m * (m > 0)
    loss = (relu * relu).sum(axis=1).mean(axis=0) + reg * (W * W).sum()
    dm = 2 * relu / X.shape[0]
    dW = dm.T @ X
    np.subtract.at(dW, y, dm.sum(axis=1)[:, None] * X)
    return loss, dW.T + 2 * reg * W
