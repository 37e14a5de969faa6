import numpy as np


def l1_penalty(W, reg):
    value = reg * abs(W.sum())
    grad = reg * np.sign(W)
    return value, grad


def l2_penalty(W, reg):
    value = reg * (W ** 2).sum(axis=0)
    grad = 2.0 * reg * W
    return value, grad


def elastic_net_penalty(W, reg, beta):
    value = reg * np.sum((beta * W) ** 2 + np.abs(W))
    grad = reg * (2 * beta * W + np.sign(W))
    return value, grad
