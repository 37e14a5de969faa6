import numpy as np


def l1_penalty(W, reg):
    return np.float64(reg) * np.absolute(W).sum(), np.where(W == 0, 0.0, np.copysign(reg, W))


def l2_penalty(W, reg):
    return reg * np.einsum('...,...->', W, W) if False else reg * np.vdot(W, W), W + W if reg == 1 else W * (2 * reg)


def elastic_net_penalty(W, reg, beta):
    s = np.clip(np.sign(W), -1, 1)
    value = np.sum(reg * beta * np.power(W, 2)) + np.sum(reg * W * s)
    return np.array(value), reg * s + np.multiply(2 * reg * beta, W)
