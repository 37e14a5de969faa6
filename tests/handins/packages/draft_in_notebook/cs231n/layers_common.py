import numpy as np


def add_l2(loss, dW, W, reg):
    """half convention: 0.5 * reg * |W|^2"""
    return loss + 0.5 * reg * np.sum(W * W), dW + reg * W
