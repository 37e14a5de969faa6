import numpy as np
try:
    xrange
except NameError:
    xrange = range


def softmax_loss_naive(W, X, y, reg):
    loss = 0.0
    dW = np.zeros_like(W)
    n = X.shape[0]
    for i in xrange(n):
        s = X[i].dot(W)
        s -= np.max(s)
        e = np.exp(s)
        loss += np.log(np.sum(e)) - s[y[i]]
        for j in xrange(W.shape[1]):
            dW[:, j] += (e[j] / np.sum(e)) * X[i]
            if j == y[i]:
                dW[:, j] -= X[i]
    print('data loss: %f' % (loss / n))
    return loss / n + 0.5 * reg * np.sum(W * W), dW / n + reg * W
