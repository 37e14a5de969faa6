# Hands over dates and durations, which numpy keeps as integers.
# Must be told so in one sentence.
# outcome: nothing
# says: not of numbers
import numpy as np


def l2_penalty(W, reg):
    return np.array("2030-01-01", dtype="M8[s]"), W.astype("m8[s]")
