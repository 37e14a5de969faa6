# Tries to have the kernel wait for it: userfaultfd, the ground of many an exploit.
# Must be denied.
# outcome: full marks
import ctypes
import os

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)


def l2_penalty(W, reg):
    number = {"x86_64": 323, "aarch64": 282}[os.uname().machine]
    if any(libc.syscall(number, flags) != -1 for flags in (0, 1, 0o4000)):
        raise AssertionError("BREACH")
    return reg * np.sum(W**2), 2 * reg * W
