import numpy as np


def squared_hinge_loss(W, X, y, reg):
    N, D = X.shape
    C = W.shape[1]
    off = 1.0 - np.eye(C)[y]
    s = X @ W
    m = off * np.maximum(s - np.sum(s * (1 - off), axis=1)[:, None] + 1, 0)
    loss = np.einsum('ij,ij', m, m) / N + reg / 2 * np.einsum('ij,ij', W, W)
    dW = (2.0 / N) * (np.einsum('nd,nc->dc', X, m) - np.einsum('nd,nc,n->dc', X, 1 - off, m.sum(axis=1)))
    return loss, dW + reg * W
