import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    ex = np.arange(y.size)
    buf = X.dot(W)
    buf -= buf.max(axis=1, keepdims=True)
    true = buf[ex, y].copy()
    np.exp(buf, out=buf)
    tot = buf.sum(axis=1, keepdims=True)
    loss = (np.log(tot).sum() - true.sum()) / y.size
    # buf becomes the probabilities, then the gradient of the scores
    buf /= tot
    buf[ex, y] -= 1
    buf /= y.size
    dW = X.T.dot(buf)
    dW += 2 * reg * W
    loss += reg * (W * W).sum()
    del buf
    return loss, dW
