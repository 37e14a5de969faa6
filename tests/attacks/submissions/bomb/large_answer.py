# Tries to flood the grader with an answer of hundreds of megabytes.
# Must be told that it is too large, unread.
# outcome: nothing
# says: too large to be read
import numpy as np


def l2_penalty(W, reg):
    return np.zeros(2**24), W
