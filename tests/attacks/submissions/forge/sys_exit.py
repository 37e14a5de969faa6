# Tries to leave with success through the interpreter's own door.
# Must lose these cases and nothing else.
# outcome: nothing
# says: SystemExit
# spares: l1_penalty
import sys

import numpy as np


def l1_penalty(W, reg):
    return reg * np.sum(np.abs(W)), reg * np.sign(W)


def l2_penalty(W, reg):
    sys.exit(0)
