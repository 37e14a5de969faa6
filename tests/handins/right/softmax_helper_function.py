import numpy as np


def logsumexp(a, axis=None):
    m = np.max(a, axis=axis, keepdims=True)
    return np.squeeze(m, axis=axis) + np.log(np.sum(np.exp(a - m), axis=axis))


def softmax_loss_naive(W, X, y, reg):
    N = X.shape[0]
    loss, dW = 0., np.zeros(W.shape)
    for i in range(N):
        z = X[i] @ W
        logp = z - logsumexp(z, axis=0)
        loss -= logp[y[i]] / N
        p = np.exp(logp)
        p[y[i]] -= 1
        for d in range(W.shape[0]):
            dW[d] += X[i, d] * p / N
    return loss + reg * np.sum(W ** 2), dW + 2 * reg * W


def softmax_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    z = X @ W
    logp = z - logsumexp(z, axis=1)[:, None]
    loss = -np.mean(logp[np.arange(N), y]) + reg * np.sum(W ** 2)
    dz = np.exp(logp)
    dz[np.arange(N), y] -= 1
    dW = X.T @ (dz / N) + 2 * reg * W
    return loss, dW
