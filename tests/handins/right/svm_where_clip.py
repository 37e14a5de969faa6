import numpy as np
import time

DEBUG = False


def svm_loss_naive(W, X, y, reg):
    """loops over the data only, numpy for the classes"""
    num_train = X.shape[0]
    dW = np.zeros(W.shape)
    losses = []
    for xi, yi in zip(X, y):
        s = xi.dot(W)
        m = np.clip(s - s[yi] + 1, 0, None)
        m[yi] = 0
        losses.append(m.sum())
        ind = np.where(m > 0, 1.0, 0.0)
        ind[yi] = -ind.sum()
        dW += np.outer(xi, ind)
    loss = np.mean(losses)
    if DEBUG:
        print('data loss', loss)
    return loss + reg * np.linalg.norm(W) ** 2, dW / num_train + 2 * reg * W


def svm_loss_vectorized(W, X, y, reg):
    tic = time.time()
    N = X.shape[0]
    s = np.matmul(X, W)
    m = np.clip(s - np.take_along_axis(s, y[:, None], axis=1) + 1, 0, None)
    np.put_along_axis(m, y[:, None], 0, axis=1)
    ind = np.where(m > 0, 1.0, 0.0)
    np.put_along_axis(ind, y[:, None], -ind.sum(axis=1, keepdims=True), axis=1)
    loss = m.sum() / N + reg * np.linalg.norm(W) ** 2
    dW = np.matmul(X.T, ind) / N + 2 * reg * W
    toc = time.time()
    if DEBUG:
        print('took', toc - tic)
    return loss, dW
