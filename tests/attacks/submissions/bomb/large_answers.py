# Tries to fill the grader's own memory: every answer to every call is as large as one may be.
# Must be told that all of them together are too large, after half a gigabyte.
# walls: kernel
# outcome: nothing
# says: together are too large
import numpy as np


def l2_penalty(W, reg):
    return 0.0, np.ones(7_500_000)
