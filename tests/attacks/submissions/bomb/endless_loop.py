# Tries to compute for ever.
# Must be stopped and told so, after a bounded number of attempts; the other exercise is graded.
# outcome: nothing
# says: did not finish
# spares: l1_penalty
import numpy as np


def l1_penalty(W, reg):
    return reg * np.sum(np.abs(W)), reg * np.sign(W)


def l2_penalty(W, reg):
    while True:
        reg += 0
