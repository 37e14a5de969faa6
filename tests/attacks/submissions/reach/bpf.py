# Tries to load a program into the kernel, or to list those that are there; and to install a filter of its own.
# Must be denied.
# outcome: full marks
import ctypes
import os

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)


def l2_penalty(W, reg):
    number = {"x86_64": 321, "aarch64": 280}[os.uname().machine]
    room = ctypes.create_string_buffer(128)
    for command in range(12):
        if libc.syscall(number, command, room, 128) != -1 or ctypes.get_errno() != 1:
            raise AssertionError(f"BREACH {command}")
    if libc.prctl(22, 1, 0, 0, 0) != -1:  # PR_SET_SECCOMP
        raise AssertionError("BREACH")
    return reg * np.sum(W**2), 2 * reg * W
