import numpy as np


def svm_loss_naive(W, X, y, reg):
    i = 0
    total = 0
    n, d = X.shape
    c = W.shape[1]
    grad = np.zeros((d, c))
    while i < n:
        j = 0
        sy = 0
        for k in range(d):
            sy += W[k, y[i]] * X[i, k]
        while j < c:
            if j != y[i]:
                sj = 0
                for k in range(d):
                    sj += W[k, j] * X[i, k]
                if sj - sy + 1 > 0:
                    total += sj - sy + 1
                    for k in range(d):
                        grad[k, j] += X[i, k]
                        grad[k, y[i]] -= X[i, k]
            j += 1
        i += 1
    r = 0
    for k in range(d):
        for j in range(c):
            r += W[k, j] ** 2
            grad[k, j] = grad[k, j] / n + 2 * reg * W[k, j]
    return float(total / n + reg * r), grad


def svm_loss_vectorized(W, X, y, reg):
    # I think of classes as rows (like in the notes: f = Wx), so transpose everything first
    Wt, Xt = W.T, X.T
    N = Xt.shape[1]
    f = Wt.dot(Xt)                       # C x N
    margins = np.maximum(0, f - f[y, np.arange(N)] + 1)
    margins[y, np.arange(N)] = 0
    loss = float(np.sum(margins)) / N + reg * np.sum(Wt * Wt)
    mask = np.zeros(margins.shape, dtype=np.float32)   # only whole numbers in here
    mask[margins > 0] = 1
    mask[y, np.arange(N)] = -np.sum(mask, axis=0)
    dWt = mask.dot(Xt.T) / N + 2 * reg * Wt
    return loss, dWt.T
