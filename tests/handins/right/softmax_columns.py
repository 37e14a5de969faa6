import numpy as np


def softmax_loss_naive(W, X, y, reg):
    # careful: I put one example per COLUMN
    scores = W.T.dot(X.T)
    loss = 0.0
    dW = np.zeros(W.T.shape)
    for i in range(scores.shape[1]):
        col = scores[:, i] - scores[:, i].max()
        prob = np.exp(col) / np.exp(col).sum()
        loss += np.log(np.exp(col).sum()) - col[y[i]]
        for j in range(scores.shape[0]):
            if j == y[i]:
                dW[j, :] += (prob[j] - 1) * X[i]
            else:
                dW[j, :] += prob[j] * X[i]
    loss = loss / X.shape[0] + 0.5 * reg * np.sum(W * W)
    dW = dW / X.shape[0] + reg * W.T
    return loss, dW.T


def softmax_loss_vectorized(W, X, y, reg):
    n = X.shape[0]
    scores = W.T.dot(X.T)
    scores -= np.amax(scores, axis=0)
    e = np.exp(scores)
    Z = np.sum(e, axis=0)
    loss = np.sum(np.log(Z)) - np.sum(scores[y, np.arange(n)])
    P = e / Z
    P[y, np.arange(n)] -= 1
    dW = P.dot(X).T
    return loss / n + 0.5 * reg * np.sum(W * W), dW / n + reg * W
