# Leaves marks in builtins, numpy, sys.modules, the path and the environment, and looks for those of an earlier one.
# Must not find any.
# outcome: full marks
# copies: 3
import builtins
import os
import random
import sys

import numpy as np

first = []


def l2_penalty(W, reg):
    marks = [hasattr(builtins, "mark"), hasattr(np, "mark"), "mark" in sys.modules, "MARK" in os.environ]
    marks += ["/mark" in sys.path, getattr(random, "mark", 0)]
    if any(marks) and not first:
        raise AssertionError(f"BREACH {marks}")
    first.append(True)
    builtins.mark = np.mark = sys.modules["mark"] = random.mark = 1
    os.environ["MARK"] = "1"
    sys.path.append("/mark")
    np.seterr(all="raise")
    return reg * np.sum(W**2), 2 * reg * W
