import numpy as np


def l1_penalty(W, reg):
    return reg * np.sum(np.abs(W)), reg * np.sign(W)


def l2_penalty(W, reg):
    return reg * np.sum(W * W), 2 * reg * W


def elastic_net_penalty(W, reg, beta):
    value = reg * np.sum(beta * W ** 2 + np.abs(W))
    dW = reg * (2 * beta * W + np.sign(W))
    return value, dW
