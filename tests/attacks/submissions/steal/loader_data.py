# Tries to have files read for it: by the import system, linecache, numpy, ctypes and the C library.
# Must be denied like its own opening of them.
# outcome: full marks
# unwalled: breach
import ctypes
import importlib.machinery
import linecache

import numpy as np

PLACE = "@repo@/reference/linear_classifiers/penalties.py"


def l2_penalty(W, reg):
    libc = ctypes.CDLL(None)
    libc.fopen.restype = ctypes.c_void_p
    ways = [
        lambda: importlib.machinery.SourceFileLoader("penalties", PLACE).get_data(PLACE),
        lambda: linecache.getlines(PLACE),
        lambda: np.fromfile(PLACE, dtype="u1"),
        lambda: np.memmap(PLACE),
        lambda: ctypes.CDLL(PLACE),
        lambda: libc.fopen(PLACE.encode(), b"r"),
    ]
    for number, way in enumerate(ways):
        try:
            got = way()
        except (OSError, ImportError):
            continue
        if got is not None and len(got if hasattr(got, "__len__") else "x"):
            raise AssertionError(f"BREACH {number}")
    return reg * np.sum(W**2), 2 * reg * W
