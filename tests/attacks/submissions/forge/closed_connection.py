# Tries to vanish: closes every descriptor and stays.
# Must be noticed at once, and lose these cases alone.
# outcome: nothing
# says: closed the connection
# spares: l1_penalty
import os
import time

import numpy as np


def l1_penalty(W, reg):
    return reg * np.sum(np.abs(W)), reg * np.sign(W)


def l2_penalty(W, reg):
    os.closerange(0, 64)
    time.sleep(1000)
