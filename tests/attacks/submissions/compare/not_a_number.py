# Tries to slip through comparisons that are written the wrong way round: NaN is neither larger nor smaller.
# Must earn nothing.
# outcome: nothing
import numpy as np


def l2_penalty(W, reg):
    return np.nan, np.full_like(W, np.nan)
