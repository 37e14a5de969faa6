# Tries to bring the interpreter down.
# Must lose these cases and nothing else, and be told which signal it was.
# outcome: nothing
# says: SIGSEGV
# spares: l1_penalty
import ctypes

import numpy as np


def l1_penalty(W, reg):
    return reg * np.sum(np.abs(W)), reg * np.sign(W)


def l2_penalty(W, reg):
    ctypes.string_at(0)
