# Hands over an array of no bytes whose shape nobody can hold.
# Must be told that it cannot be read.
# outcome: nothing
# says: cannot be read
import numpy as np


def l2_penalty(W, reg):
    return np.empty((0, 2**50)), np.empty((2**40, 0, 2**10))
