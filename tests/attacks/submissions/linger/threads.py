# Leaves threads that never end, and looks for those of an earlier submission.
# Must not find any, and its own must not keep the class waiting.
# outcome: full marks
# copies: 3
import threading

import numpy as np

left = []


def stay():
    while True:
        try:
            threading.Event().wait()
        except BaseException:
            pass


def l2_penalty(W, reg):
    if threading.active_count() > 1 + len(left):
        raise AssertionError("BREACH")
    if not left:
        for daemon in (True, False):
            left.append(threading.Thread(target=stay, daemon=daemon, name="@canary@"))
            left[-1].start()
    return reg * np.sum(W**2), 2 * reg * W
