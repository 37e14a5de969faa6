import numpy as np


def svm_loss_naive(W, X, y, reg):
    # one pass per class instead of one pass per image. still loops!
    N = X.shape[0]
    grad = np.zeros_like(W)
    total = 0.0
    true_scores = np.array([X[i].dot(W[:, y[i]]) for i in range(N)])
    for c in range(W.shape[1]):
        for i in range(N):
            if y[i] != c:
                m = X[i].dot(W[:, c]) - true_scores[i] + 1.0
                if m > 0.0:
                    total = total + m
                    grad[:, c] = grad[:, c] + X[i] / N
                    grad[:, y[i]] = grad[:, y[i]] - X[i] / N
    return total / N + reg * (W ** 2).sum(), grad + reg * 2.0 * W


def svm_loss_vectorized(W, X, y, reg):
    n = len(y)
    rows = np.arange(n)
    scores = X @ W
    scores -= scores[rows, y][:, np.newaxis]   # my own array, ok to change
    scores += 1
    scores[rows, y] = 0
    np.maximum(scores, 0, out=scores)
    loss = scores.sum() / n + reg * np.sum(np.square(W))

    hit = scores > 0
    dW = X.T @ hit
    counts = hit.sum(1)
    np.add.at(dW.T, y, -X * counts[:, None])
    dW /= n
    dW += 2 * reg * W
    return loss, dW
