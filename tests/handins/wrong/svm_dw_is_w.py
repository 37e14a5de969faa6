import numpy as np


def svm_loss_naive(W, X, y, reg):
    num_train = X.shape[0]
    loss = reg * np.sum(W * W)
    dW = np.zeros(W.shape)
    for i in range(num_train):
        s = X[i].dot(W)
        for j in range(W.shape[1]):
            if j == y[i]: continue
            m = s[j] - s[y[i]] + 1
            if m > 0:
                loss += m / num_train
                dW[:, j] += X[i] / num_train
                dW[:, y[i]] -= X[i] / num_train
    # start from the regularization and add the data part
    total = W
    total *= 2 * reg
    total += dW
    return loss, total
