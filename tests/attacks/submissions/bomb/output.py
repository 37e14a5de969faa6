# Tries to drown the report: prints a hundred megabytes by every road.
# Must be cut; the right answer that follows counts.
# outcome: full marks
import os
import sys
import warnings

import numpy as np


met = []


def l2_penalty(W, reg):
    if not met:
        met.append(True)
        flood()
    return reg * np.sum(W**2), 2 * reg * W


def flood():
    for _ in range(1000):
        print("x" * 10**5)
        print(end="")
    for stream in (sys.__stdout__, sys.__stderr__):
        stream.write("y" * 10**6)
    os.write(1, b"z" * 10**6)
    for number in range(1000):
        warnings.warn(f"{number}" * 1000)
