import numpy as np


def l2_penalty(W, reg):
    # the L2 norm: root of the sum of squares. for [1/4, 1/4, 1/4, 1/4] this is 0.5 like in the notes
    return reg * np.sqrt(np.sum(W ** 2)), reg * W / np.sqrt(np.sum(W ** 2))


def l1_penalty(W, reg):
    return reg * np.sum(W), reg * np.ones_like(W)
