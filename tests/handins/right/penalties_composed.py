import numpy as np


def l2_penalty(W, reg):
    v = W.reshape(-1)
    return reg * v.dot(v), 2.0 * reg * W


def l1_penalty(W, reg):
    pos, neg = W > 0, W < 0
    value = reg * (W[pos].sum() - W[neg].sum())
    return value, reg * (pos.astype(float) - neg.astype(float))


def elastic_net_penalty(W, reg, beta):
    a, da = l2_penalty(W, reg * beta)
    b, db = l1_penalty(W, reg)
    return a + b, da + db
