# Tries to take more memory at once than the machine has.
# Must be told so.
# outcome: nothing
# says: more memory
import numpy as np


def l2_penalty(W, reg):
    return reg * np.sum(np.ones((10**6, 10**6))), W
