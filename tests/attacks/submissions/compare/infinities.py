# Tries to make a tolerance relative to its own answer infinite.
# Must earn nothing.
# outcome: nothing
import numpy as np


def l2_penalty(W, reg):
    return np.inf, np.full_like(W, -np.inf)
