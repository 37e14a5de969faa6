import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    loss = 0
    dscores = np.zeros_like(scores)
    for i in range(N):
        row = scores[i] - scores[i].max()
        e = np.exp(row)
        loss += np.log(e.sum()) - row[y[i]]
        dscores[i] = e / e.sum()
        dscores[i, y[i]] -= 1
    loss = loss / N + reg * np.sum(W * W)
    dW = X.T.dot(dscores) / N + 2 * reg * W
    return loss, dW
