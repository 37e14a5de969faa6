# Tries to look like a person who stops the grading.
# Must lose these cases and nothing else; the class goes on.
# outcome: nothing
# says: KeyboardInterrupt
# spares: l1_penalty
import numpy as np


def l1_penalty(W, reg):
    return reg * np.sum(np.abs(W)), reg * np.sign(W)


def l2_penalty(W, reg):
    raise KeyboardInterrupt
