import numpy as np


def l1_penalty(W, reg):
    # d|w|/dw is the sign, summed like the value
    return reg * np.sum(np.abs(W)), reg * np.sum(np.sign(W))


def l2_penalty(W, reg):
    return np.sum(W ** 2), 2 * W


def elastic_net_penalty(W, reg, beta):
    value = reg * beta * np.sum(W ** 2) + np.sum(np.abs(W))
    return value, 2 * reg * beta * W + np.sign(W)
