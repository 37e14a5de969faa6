import numpy as np


def l1_penalty(W, reg):
    return reg * np.linalg.norm(W, 1), reg * np.sign(W)


def l2_penalty(W, reg):
    return reg * np.linalg.norm(W, 2) ** 2, 2 * reg * W


def elastic_net_penalty(W, reg, beta):
    return reg * (beta * np.linalg.norm(W, 2) ** 2 + np.linalg.norm(W, 1)), reg * (2 * beta * W + np.sign(W))
