import numpy as np


def l1_penalty(W, reg):
    return reg * np.mean(np.abs(W)), reg * np.sign(W) / W.size


def l2_penalty(W, reg):
    return reg * np.mean(W ** 2), 2 * reg * W / W.size
