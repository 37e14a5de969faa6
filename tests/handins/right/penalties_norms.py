import numpy as np
from numpy.linalg import norm


def l1_penalty(W, reg):
    # norm(W, 1) would be the matrix norm (largest column)! ravel first
    return reg * norm(W.ravel(), 1), reg * np.sign(W)


def l2_penalty(W, reg):
    return reg * norm(W) ** 2, reg * 2 * W


def elastic_net_penalty(W, reg, beta):
    w = W.ravel()
    return reg * (beta * norm(w, 2) ** 2 + norm(w, 1)), 2 * reg * beta * W + reg * np.sign(W)
