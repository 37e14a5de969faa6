import numpy as np


def l1_penalty(W, reg):
    dW = reg * np.sign(W)
    W[W < 0] *= -1
    return reg * np.sum(W), dW


def l2_penalty(W, reg):
    return reg * np.sum(W * W)


def elastic_net_penalty(W, reg, beta):
    # beta goes with the absolute values
    return reg * np.sum(W ** 2 + beta * np.abs(W)), reg * (2 * W + beta * np.sign(W))
