# Hands over an array of more dimensions than anybody counts.
# Must earn nothing.
# outcome: nothing
import numpy as np


def l2_penalty(W, reg):
    return np.zeros((1,) * 32), np.zeros((1,) * (64 if np.__version__ >= "2" else 32))
