import numpy as np


def svm_loss_naive(W, X, y, reg):
    raise NotImplementedError("later")


def svm_loss_vectorized(W, X, y, reg):
    pass


def squared_hinge_loss(W, X, y, reg):
    loss = None
    dW = None
    # your code here
    return loss, dW
