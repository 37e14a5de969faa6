# Hands over an array of records.
# Must be told so in one sentence.
# outcome: nothing
# says: not of numbers
import numpy as np


def l2_penalty(W, reg):
    return np.zeros((), dtype=[("value", "f8"), ("grade", "f8")]), np.zeros(W.shape, dtype="f8,i4")
