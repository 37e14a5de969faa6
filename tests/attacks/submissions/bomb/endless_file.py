# Tries to never finish loading.
# Must be stopped once, not once for each case.
# walls: kernel
# outcome: nothing
# says: took too long and was stopped
import time

STRENGTH = [time.sleep(10**6)]


def l2_penalty(W, reg):
    return STRENGTH[0] * reg, W
