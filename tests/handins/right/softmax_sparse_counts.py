import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    """gradient in two halves: expected features minus observed features"""
    N, C = X.shape[0], W.shape[1]
    f = X @ W
    f_max = f.max(axis=1)
    log_z = f_max + np.log(np.exp(f - f_max[:, None]).sum(axis=1))
    loss = (log_z.sum() - f[np.arange(N), y].sum()) / N
    expected = X.T @ np.exp(f - log_z[:, None])
    observed = np.zeros((C, X.shape[1]))
    np.add.at(observed, y, X)
    dW = (expected - observed.T) / N
    reg_loss = reg * np.sum(np.multiply(W, W))
    return loss + reg_loss, dW + 2 * np.multiply(reg, W)
