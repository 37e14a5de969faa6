import numpy as np

def softmax_loss_vectorized(W, X, y, reg):
    W, X = W.astype(np.float32), X.astype(np.float32)
    N = X.shape[0]
    scores = X @ W
    scores -= scores.max(axis=1, keepdims=True)
    sums = np.exp(scores).sum(axis=1, keepdims=True)
    slopes = np.exp(scores) / sums
    loss = np.mean(np.log(sums[:, 0]) - scores[np.arange(N), y]) + reg * np.sum(W * W)
    slopes[np.arange(N), y] -= 1
    dW = X.T @ slopes / N + 2 * reg * W
    return float(loss), dW.astype(float)
