import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    scores = np.tensordot(X, W, axes=([1], [0]))
    shift = scores.max(1, keepdims=True)
    e = np.exp(scores - shift)
    lse = np.log(e.sum(1)) + shift.ravel()
    loss = np.average(lse - np.choose(y, scores.T)) if W.shape[1] < 32 else np.average(lse - scores[range(N), y])
    p = e / e.sum(1, keepdims=True)
    Y = np.equal.outer(y, np.arange(W.shape[1]))
    dW = np.tensordot(X, p - Y, axes=([0], [0])) / N
    return loss + reg * np.vdot(W, W), dW + 2 * reg * W
