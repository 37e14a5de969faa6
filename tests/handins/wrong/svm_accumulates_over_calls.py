import numpy as np


def svm_loss_naive(W, X, y, reg, losses=[]):
    # collects the loss of every example, nice for plotting
    dW = np.zeros_like(W)
    for i in range(X.shape[0]):
        s = X[i].dot(W)
        li = 0
        for j in range(W.shape[1]):
            if j == y[i]: continue
            m = s[j] - s[y[i]] + 1
            if m > 0:
                li += m
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
        losses.append(li)
    return sum(losses) / len(X) + reg * np.sum(W * W), dW / len(X) + 2 * reg * W
