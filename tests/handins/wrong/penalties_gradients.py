import numpy as np


def l1_penalty(W, reg):
    return reg * np.sum(np.abs(W)), reg * W


def l2_penalty(W, reg):
    return reg * np.sum(W ** 2), reg * W


def elastic_net_penalty(W, reg, beta):
    return reg * np.sum(beta * W ** 2 + np.abs(W)), reg * (beta * W + np.sign(W))
