# Tries to fill the grader's own memory: every answer to every call is as large as one may be.
# Must earn nothing: after half a gigabyte they are refused, if its time is not used up before.
# walls: kernel
# outcome: nothing
import numpy as np


def l2_penalty(W, reg):
    return 0.0, np.ones(7_500_000)
