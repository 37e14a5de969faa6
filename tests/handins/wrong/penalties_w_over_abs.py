import numpy as np


def l1_penalty(W, reg):
    return reg * np.abs(W).sum(), reg * W / np.abs(W)


def elastic_net_penalty(W, reg, beta):
    # beta is the share of L2
    return reg * np.sum(beta * W ** 2 + (1 - beta) * np.abs(W)), reg * (2 * beta * W + (1 - beta) * np.sign(W))
