"""hw1, part SVM.  einsum all the way down :)"""
import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    N, C = X.shape[0], W.shape[1]
    onehot = (y[:, None] == np.arange(C)[None, :])
    S = np.einsum('nd,dc->nc', X, W)
    s_y = np.einsum('nc,nc->n', S, onehot)
    M = S - s_y[:, None] + 1.0
    active = (M > 0) & ~onehot
    data_loss = np.einsum('nc,nc->', M, active) / N
    G = active.astype(np.float64) - onehot * active.sum(axis=1, keepdims=True)
    # lecture slides of 2016 have a 0.5 in front of the regularizer, so no 2 in the gradient
    loss = data_loss + 0.5 * reg * np.einsum('dc,dc->', W, W)
    dW = np.einsum('nd,nc->dc', X, G) / N + reg * W
    return loss, dW
