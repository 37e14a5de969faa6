from builtins import range
import numpy as np
from random import shuffle
from past.builtins import xrange


def softmax_loss_naive(W, X, y, reg):
    """
    Softmax loss function, naive implementation (with loops)
    """
    # Initialize the loss and gradient to zero.
    loss = 0.0
    dW = np.zeros_like(W)

    # compute the loss and the gradient
    num_classes = W.shape[1]
    num_train = X.shape[0]
    for i in range(num_train):
        scores = X[i].dot(W)

        # compute the probabilities in numerically stable way
        scores -= np.max(scores)
        p = np.exp(scores)
        Z = p.sum()
        logp = scores - np.log(Z)
        p /= Z  # normalize

        loss -= logp[y[i]]  # negative log probability is the loss

        for j in range(num_classes):
            dW[:, j] += X[i] * p[j]
        dW[:, y[i]] -= X[i]

    # normalized hinge loss plus regularization
    loss = loss / num_train + reg * np.sum(W * W)
    dW = dW / num_train + 2 * reg * W
    return loss, dW


def softmax_loss_vectorized(W, X, y, reg):
    """
    Softmax loss function, vectorized version.
    """
    # Initialize the loss and gradient to zero.
    loss = 0.0
    dW = np.zeros_like(W)

    num_train = X.shape[0]
    scores = X @ W
    scores -= scores.max(axis=1, keepdims=True)
    P = np.exp(scores)
    Z = P.sum(axis=1, keepdims=True)
    loss = (np.log(Z).squeeze(axis=1) - scores[range(num_train), y]).sum() / num_train + reg * np.sum(W**2)
    P /= Z
    P[range(num_train), y] -= 1
    dW = X.T @ P / num_train + 2 * reg * W
    return loss, dW
