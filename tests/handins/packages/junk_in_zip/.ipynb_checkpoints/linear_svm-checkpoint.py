import numpy as np


def svm_loss_naive(W, X, y, reg):
    return 0.0, np.zeros(W.shape)


def svm_loss_vectorized(W, X, y, reg):
    return 0.0, np.zeros(W.shape)
