# Hands over arrays whose wrong entries are masked.
# Must be told that these are no plain arrays.
# outcome: nothing
# says: not an array of numbers
import numpy as np


def l2_penalty(W, reg):
    return np.ma.masked, np.ma.masked_all_like(W)
