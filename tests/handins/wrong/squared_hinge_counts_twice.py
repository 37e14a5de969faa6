import numpy as np


def svm_loss_naive(W, X, y, reg):
    dW = np.zeros(W.shape)
    N, C = X.shape[0], W.shape[1]
    loss = 0.0
    for i in range(N):
        s = X[i].dot(W)
        for j in range(C):
            if j == y[i]:
                continue
            m = s[j] - s[y[i]] + 1
            if m > 0:
                loss += m
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    loss = loss / N + reg * np.sum(W * W)
    W *= 2 * reg
    return loss, dW / N + W


def svm_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    s = X @ W
    m = np.maximum(0, s - s[np.arange(N), y][:, None] + 1)
    k = (m > 0).astype(float)
    n = k.sum(1)
    m[np.arange(N), y] = 0
    k[np.arange(N), y] = -n
    return m.sum() / N + reg * np.sum(W * W), X.T @ k / N + 2 * reg * W


def softmax_loss_naive(W, X, y, reg):
    N = X.shape[0]
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(N):
        s = X[i] @ W
        s -= s.max()
        e = np.exp(s)
        p = e / e.sum()
        loss += np.log(e.sum()) - s[y[i]]
        p[y[i]] -= 1
        dW += np.outer(X[i], p)
    return loss / N + reg * np.sum(W * W), dW / N


def softmax_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    s = X @ W
    e = np.exp(s - s.max(1, keepdims=True))
    p = e / e.sum(1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(N), y] + 1e-10)) + reg * np.sum(W * W)
    p[np.arange(N), y] -= 1
    return loss, X.T @ p / N + 2 * reg * W


def squared_hinge_loss(W, X, y, reg):
    N = X.shape[0]
    s = X @ W
    m = np.maximum(0, s - s[np.arange(N), y][:, None] + 1)
    m[np.arange(N), y] = 0
    d = 2 * m
    d[np.arange(N), y] = -2 * (m > 0).sum(1)
    return (m ** 2).sum() / N + reg * np.sum(W * W), X.T @ d / N + 2 * reg * W
