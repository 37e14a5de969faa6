# Tries to use the kernel's keyrings, which are shared between processes of one user.
# Must be denied.
# outcome: full marks
import ctypes
import os

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)
NUMBERS = {"x86_64": (248, 249, 250), "aarch64": (217, 218, 219)}  # add_key, request_key, keyctl
SESSION = -3


def l2_penalty(W, reg):
    add, request, control = NUMBERS[os.uname().machine]
    answers = [
        libc.syscall(add, b"user", b"mark", b"x", 1, SESSION),
        libc.syscall(request, b"user", b"mark", None, SESSION),
        libc.syscall(control, 0, SESSION, 0),
        libc.syscall(control, 1, None),
    ]
    if any(answer != -1 for answer in answers):
        raise AssertionError(f"BREACH {answers}")
    return reg * np.sum(W**2), 2 * reg * W
