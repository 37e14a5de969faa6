# Tries to make system calls that no filter sees, through a ring.
# Must be denied the ring.
# outcome: full marks
import ctypes

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)


def l2_penalty(W, reg):
    room = ctypes.create_string_buffer(120)
    for number, arguments in ((425, (4, room)), (426, (0, 0, 0, 0)), (427, (0, 0, None, 0))):
        if libc.syscall(number, *arguments) != -1 or ctypes.get_errno() == 22:
            raise AssertionError(f"BREACH {number}")
    return reg * np.sum(W**2), 2 * reg * W
