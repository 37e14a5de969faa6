# Tries to overrun the stack, after lifting the interpreter's own limit.
# Must bring down its own process alone.
# walls: kernel
# outcome: nothing
# spares: l1_penalty
import sys

import numpy as np


def l1_penalty(W, reg):
    return reg * np.sum(np.abs(W)), reg * np.sign(W)


def l2_penalty(W, reg):
    sys.setrecursionlimit(10**9)

    class Deep:
        def __getattr__(self, name):
            return getattr(self, name + "x"[:0])

    return Deep().loss
