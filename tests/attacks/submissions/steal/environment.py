# Tries to find the course's secret in the environment: Python's copy, the C library's, the kernel's.
# Must not find it, nor any other variable of whoever grades.
# outcome: full marks
import ctypes
import os

import numpy as np


def l2_penalty(W, reg):
    libc = ctypes.CDLL(None)
    libc.getenv.restype = ctypes.c_char_p
    found = [name for name in ("GRADER_SECRET", "DOCKER_HOST", "SSH_AUTH_SOCK", "USER") if libc.getenv(name.encode())]
    found += [name for name, value in os.environ.items() if "GRADER" in name or "@secret@" in value]
    try:
        found.append(open("/proc/self/environ").read())
    except OSError:
        pass
    if found:
        raise AssertionError(f"BREACH {found}")
    return reg * np.sum(W**2), 2 * reg * W
