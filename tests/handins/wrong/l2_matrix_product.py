import numpy as np


def l2_penalty(W, reg):
    # W'W
    return reg * np.sum(W.T.dot(W)), 2 * reg * W
