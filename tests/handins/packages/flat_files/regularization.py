import numpy as np


def l1_penalty(W, reg):
    return reg * abs(W).sum(), reg * np.sign(W)


def l2_penalty(W, reg):
    return reg * (W * W).sum(), 2 * reg * W


def elastic_net_penalty(W, reg, beta):
    l1, d1 = l1_penalty(W, 1)
    l2, d2 = l2_penalty(W, 1)
    return reg * (beta * l2 + l1), reg * (beta * d2 + d1)
