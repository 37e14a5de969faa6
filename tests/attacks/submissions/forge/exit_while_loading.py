# Tries to end the process while its file is run, before anything is called.
# Must be told so, and lose this file alone.
# outcome: nothing
# says: exit code 0
import os

STRENGTH = os._exit(0)


def l2_penalty(W, reg):
    return STRENGTH * reg, W
