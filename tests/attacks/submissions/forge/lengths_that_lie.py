# Tries to make the reader of its answer wait for, or make room for, more bytes than there are in the world.
# Must be refused by the length alone.
# outcome: nothing
# says: header has
# spares: l1_penalty
import numpy as np

import os


def l1_penalty(W, reg):
    return reg * np.sum(np.abs(W)), reg * np.sign(W)


def l2_penalty(W, reg):
    os.write(3, b"\xff" * 16)
    return 0.0, W
