import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    C = W.shape[1]
    Y = np.eye(C)[y]
    s = X.dot(W)
    s = s - s.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -np.mean(Y * logp) + reg * np.sum(W * W)
    dW = X.T.dot(np.exp(logp) - Y) / X.shape[0] + 2 * reg * W
    return loss, dW
