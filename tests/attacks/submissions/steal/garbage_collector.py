# Tries to find the grader's objects, and arrays that are not its own inputs, among all that the interpreter holds.
# Must find none.
# outcome: full marks
import gc
import sys

import numpy as np


met = []


def l2_penalty(W, reg):
    if not met:
        met.append(look(W, reg))
    return reg * np.sum(W**2), 2 * reg * W


def look(W, reg):
    kinds = {"Exercise", "Case", "Drawn", "Check", "Close", "Rubric", "Bench", "Report", "Submission", "Finding"}
    things = gc.get_objects()
    for thing in things[:]:
        things += gc.get_referents(thing)
    found = [type(thing).__name__ for thing in things if type(thing).__name__ in kinds]
    found += [name for name in sys.modules if name.split(".")[0] in ("grader", "reference", "pydantic", "docker")]
    found += [
        str(thing.shape)
        for thing in things
        if type(thing) is np.ndarray and reg != 0.5 and np.array_equal(thing, 2 * reg * W)
    ]
    if found:
        raise AssertionError(f"BREACH {found[:5]}")
