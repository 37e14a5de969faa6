import numpy as np


def svm_loss_naive(W, X, y, reg):
    """
    Structured SVM loss function, naive implementation (with loops).
    """
    dW = np.zeros(W.shape)  # initialize the gradient as zero
    num_classes = W.shape[1]
    num_train = X.shape[0]
    loss = 0.0
    for i in range(num_train):
        scores = X[i].dot(W)
        correct_class_score = scores[y[i]]
        for j in range(num_classes):
            if j == y[i]:
                continue
            margin = scores[j] - correct_class_score + 1
            if margin > 0:
                loss += margin
                dW[:, j] += X[i].T
                dW[:, y[i]] += -X[i].T
    loss /= num_train
    loss += reg * np.sum(W * W)
    dW /= num_train
    dW += reg * W
    return loss, dW


def svm_loss_vectorized(W, X, y, reg):
    num_train = X.shape[0]
    scores = X.dot(W)
    margin = scores - scores[range(0, num_train), y].reshape(-1, 1) + 1
    margin[range(num_train), y] = 0
    margin = (margin > 0) * margin
    loss = margin.sum() / num_train
    loss += reg * np.sum(W * W)
    counts = (margin > 0).astype(int)
    counts[range(num_train), y] = -np.sum(counts, axis=1)
    dW = np.dot(X.T, counts) / num_train + reg * W
    return loss, dW
