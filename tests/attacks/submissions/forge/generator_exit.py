# Tries to end whatever generator or loop calls it.
# Must lose these cases and nothing else.
# outcome: nothing
# says: GeneratorExit
# spares: l1_penalty
import numpy as np


def l1_penalty(W, reg):
    return reg * np.sum(np.abs(W)), reg * np.sign(W)


def l2_penalty(W, reg):
    raise GeneratorExit
