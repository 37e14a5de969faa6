# Tries to wait for ever, without using any CPU time.
# Must be stopped by the clock on the wall.
# walls: kernel
# outcome: nothing
# says: did not finish
import time


def l2_penalty(W, reg):
    time.sleep(10**6)
