# Hands over an array of a terabyte that takes eight bytes.
# Must be told that it is too large.
# outcome: nothing
# says: too large to be read
import numpy as np


def l2_penalty(W, reg):
    return np.broadcast_to(np.float64(0), (2**37,)), np.broadcast_to(np.float64(0), (2**20, 2**20))
