from math import exp, log

import numpy as np

DELTA = 1.0


def svm_loss_naive(W, X, y, reg):
    loss = 0.0
    dW = np.zeros(W.shape)
    i = 0
    while i < X.shape[0]:
        scores = W.T.dot(X[i])
        count = 0
        for j, s in enumerate(scores):
            gap = s - scores[y[i]] + DELTA
            if j != y[i] and gap >= 0:
                loss += gap
                count += 1
                dW.T[j] += X[i]
        dW.T[y[i]] -= count * X[i]
        i += 1
    return loss / i + reg * (W ** 2).sum(), dW / i + reg * 2 * W


def svm_loss_vectorized(W, X, y, reg):
    s = X.dot(W)
    n = s.shape[0]
    right = np.take_along_axis(s, y[:, None], axis=1)
    h = np.maximum(s - right + DELTA, 0)
    total = h.sum(axis=1) - DELTA
    on = np.where(h > 0, 1.0, 0.0)
    np.put_along_axis(on, y[:, None], 1 - on.sum(1, keepdims=True), axis=1)
    return total.mean() + reg * np.sum(W ** 2), np.dot(X.T, on) / n + 2 * reg * W


def softmax_loss_naive(W, X, y, reg):
    N, C = len(X), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for x, label in zip(X, y):
        s = [float(x.dot(W[:, c])) for c in range(C)]
        top = max(s)
        z = sum(exp(v - top) for v in s)
        loss += top + log(z) - s[label]
        for c in range(C):
            dW[:, c] += (exp(s[c] - top) / z - (1 if c == label else 0)) * x
    return loss / N + reg * float(np.vdot(W, W)), dW / N + 2 * reg * W


def softmax_loss_vectorized(W, X, y, reg):
    s = X @ W
    n = len(s)
    p = np.exp(s - s.max(1, keepdims=True))
    z = p.sum(1)
    loss = (np.log(z) + s.max(1) - s[range(n), y]).sum() / n + reg * np.sum(W * W)
    p = p / z[:, None]
    dW = X.T @ p
    np.subtract.at(dW.T, y, X)
    return loss, dW / n + 2 * reg * W


def squared_hinge_loss(W, X, y, reg):
    s = X @ W
    n, C = s.shape
    h = np.maximum(0, s - s[range(n), y].reshape(n, 1) + 1)
    loss = ((h * h).sum() - n) / n
    g = h.copy()
    g[range(n), y] = 0
    g[range(n), y] -= g.sum(1)
    return loss + reg * np.sum(W * W), 2 * X.T @ g / n + 2 * reg * W


def l1_penalty(W, reg):
    return reg * np.fabs(W).sum(), np.copysign(reg, W) * (W != 0)


def l2_penalty(W, reg):
    return reg * np.einsum('...,...->', W, W) if False else reg * float((W * W).sum()), np.multiply(2 * reg, W)


def elastic_net_penalty(W, reg, beta):
    return (reg * (beta * W * W + np.where(W < 0, -W, W))).sum(), reg * (2 * beta * W + (W > 0) - 1.0 * (W < 0))
