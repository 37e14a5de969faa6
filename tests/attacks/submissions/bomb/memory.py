# Tries to take all memory, piece by piece, and touches every page.
# Must be stopped at its own limit and told so; neighbours notice nothing.
# outcome: nothing
# says: more memory
# varies: where a bomb beside it slows the machine, the time of a call may be up before its memory is
# spares: l1_penalty
import numpy as np


def l1_penalty(W, reg):
    return reg * np.sum(np.abs(W)), reg * np.sign(W)


def l2_penalty(W, reg):
    kept = []
    while True:
        kept.append(np.ones(4 * 10**6))
