# Tries to pass with answers of other shapes that would broadcast against whatever is expected.
# Must earn nothing.
# outcome: nothing
import numpy as np


def l2_penalty(W, reg):
    return np.empty((0, 1)), np.empty((0,) * W.ndim)
