# Tries to find expected values or the reference in the frames of whoever calls it.
# Must find nothing there: what judges is in another process.
# outcome: full marks
import inspect
import sys

import numpy as np


met = []


def l2_penalty(W, reg):
    if not met:
        met.append(look(W, reg))
    return reg * np.sum(W**2), 2 * reg * W


def look(W, reg):
    frame, seen = sys._getframe(), []
    while frame is not None:
        seen += [*frame.f_locals, *frame.f_globals, frame.f_code.co_filename]
        frame = frame.f_back
    seen += [entry.filename for entry in inspect.stack()]
    words = ("expected", "reference", "tolerance", "rubric", "bench", "finding")
    found = [name for name in seen if any(word in name.lower() for word in words)]
    if found:
        raise AssertionError(f"BREACH {found}")
