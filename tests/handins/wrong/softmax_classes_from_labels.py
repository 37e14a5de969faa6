import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    C = np.max(y) + 1
    one_hot = np.eye(C)[y]
    s = X.dot(W)
    s -= s.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -np.sum(one_hot * log_p) / N + reg * np.sum(W * W)
    dW = X.T.dot(np.exp(log_p) - one_hot) / N + 2 * reg * W
    return loss, dW
