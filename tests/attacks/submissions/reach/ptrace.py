# Tries to trace: its parent, its neighbours, or to be traced.
# Must be denied.
# outcome: full marks
import ctypes
import os

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.restype = ctypes.c_long
TRACE_ME, ATTACH, SEIZE = 0, 16, 0x4206


def l2_penalty(W, reg):
    for pid in (os.getppid(), 1, os.getpid() - 1):
        for request in (ATTACH, SEIZE):
            if libc.ptrace(request, pid, None, None) != -1:
                raise AssertionError("BREACH")
    if libc.ptrace(TRACE_ME, 0, None, None) != -1:
        raise AssertionError("BREACH")
    return reg * np.sum(W**2), 2 * reg * W
