# Hands over an array of objects.
# Must be told so in one sentence.
# outcome: nothing
# says: dtype object
import numpy as np


def l2_penalty(W, reg):
    return np.array([W, None, print], dtype=object), np.full(W.shape, W.sum(), dtype=object)
