# Returns arrays with as many dimensions as there can be, and none of the right ones.
# Must be told which shape was expected.
# outcome: nothing
# says: expected
import numpy as np


def l2_penalty(W, reg):
    return np.ones((1,) * 32), np.ones((0,) * 32)


def svm_loss_naive(W, X, y, reg):
    return np.ones((1,) * 32), np.ones((0, 3))
