import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    S = X.dot(W)
    M = S - S[np.arange(N), y][:, None] + 1
    M[np.arange(N), y] = 0
    M[M < 0] = 0
    loss = M.sum() / N + reg * (W * W).sum()
    M[M > 0] = 1
    M[np.arange(N), y] = -M.sum(1)
    dW = X.T.dot(M) / N
    return loss, dW
