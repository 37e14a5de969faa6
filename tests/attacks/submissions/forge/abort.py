# Tries to bring the process down with a signal of its own.
# Must lose these cases and nothing else, and be told which signal it was.
# walls: kernel
# outcome: nothing
# says: SIGABRT
# spares: l1_penalty
import os

import numpy as np


def l1_penalty(W, reg):
    return reg * np.sum(np.abs(W)), reg * np.sign(W)


def l2_penalty(W, reg):
    os.abort()
