import numpy as np


def svm_loss_naive(W, X, y, reg):
    dW = np.zeros(W.shape)
    loss = 0.0
    N = X.shape[0]
    for i in range(N):
        scores = X[i] @ W
        for j in range(W.shape[1]):
            if j == y[i]:
                continue
            m = scores[j] - scores[y[i]] + 1
            if m > 0:
                loss += m
                dW[:, j] += X[i]
    return loss / N + reg * np.sum(W * W), dW / N + 2 * reg * W


def svm_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    scores = X @ W
    m = np.maximum(0, scores - scores[np.arange(N), y, None] + 1)
    m[np.arange(N), y] = 0
    # TODO the correct class?? ask at office hour
    dW = X.T @ (m > 0) / N + 2 * reg * W
    return m.sum() / N + reg * np.sum(W * W), dW
