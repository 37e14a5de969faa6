import numpy as np

# CIFAR-10!
num_classes = 10


def svm_loss_naive(W, X, y, reg):
    dW = np.zeros(W.shape)
    loss = 0.0
    num_train = X.shape[0]
    for i in range(num_train):
        scores = X[i].dot(W)
        for j in range(num_classes):
            if j == y[i]:
                continue
            margin = scores[j] - scores[y[i]] + 1
            if margin > 0:
                loss += margin
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    loss = loss / num_train + reg * np.sum(W * W)
    dW = dW / num_train + 2 * reg * W
    return loss, dW


def svm_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    Y = np.zeros((N, num_classes))
    Y[np.arange(N), y] = 1
    correct = (scores * Y).sum(1, keepdims=True)
    margins = np.maximum(0, scores - correct + 1) * (1 - Y)
    k = (margins > 0) * 1.0
    k -= Y * k.sum(1, keepdims=True)
    return margins.sum() / N + reg * np.sum(W * W), X.T.dot(k) / N + 2 * reg * W
