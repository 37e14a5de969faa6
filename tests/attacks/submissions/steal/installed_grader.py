# Tries to import the grader and what it needs, from wherever it may be installed.
# Must find no such module.
# outcome: full marks
import importlib
import sys

import numpy as np


met = []


def l2_penalty(W, reg):
    if not met:
        met.append(look())
    return reg * np.sum(W**2), 2 * reg * W


def look():
    sys.path[:0] = ["@repo@", "@site@", *(place + "/site-packages" for place in sys.path)]
    importlib.invalidate_caches()
    for name in ("grader", "grader.seeds", "reference.linear_classifiers.penalties", "pydantic", "docker", "pytest"):
        try:
            importlib.import_module(name)
        except (ImportError, OSError):
            continue
        raise AssertionError(f"BREACH {name}")
