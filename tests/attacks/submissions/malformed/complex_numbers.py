# Returns the right numbers with an imaginary part that is easily lost.
# Must be told that they are complex.
# outcome: nothing
# says: is complex; expected real numbers
import numpy as np


def l2_penalty(W, reg):
    return reg * np.sum(W**2) + 1j, 2 * reg * W + 1j


def svm_loss_naive(W, X, y, reg):
    return np.complex128(W.shape[1] - 1 + 1j), W + 1j


def softmax_loss_naive(W, X, y, reg):
    return True, W > 0
