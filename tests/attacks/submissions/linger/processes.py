# Leaves processes: forked twice, in a session of their own, with another name.
# Must not be able to start one.
# outcome: full marks
# copies: 2
import os
import time

import numpy as np


def l2_penalty(W, reg):
    try:
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                time.sleep(30)
            os._exit(0)
    except OSError:
        return reg * np.sum(W**2), 2 * reg * W
    raise AssertionError("BREACH")
