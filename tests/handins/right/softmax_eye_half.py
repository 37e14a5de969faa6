import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    n = X.shape[0]
    Y = np.eye(W.shape[1])[y]
    S = X @ W
    S = S - S.max(axis=1)[:, None]
    E = np.exp(S)
    Z = E.sum(axis=1)[:, None]
    logP = S - np.log(Z)
    loss = -(Y * logP).sum() / n
    dW = X.T @ (E / Z - Y) / n
    loss += 0.5 * reg * (W ** 2).sum()
    dW += reg * W
    return loss, dW
