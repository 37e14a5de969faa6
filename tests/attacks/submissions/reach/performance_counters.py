# Tries to watch others through performance counters, the kernel's log and its statistics.
# Must be denied.
# outcome: full marks
import ctypes
import os

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)


def l2_penalty(W, reg):
    perf = {"x86_64": 298, "aarch64": 241}[os.uname().machine]
    room = ctypes.create_string_buffer(128)
    ctypes.memmove(room, (0).to_bytes(4, "little") + (128).to_bytes(4, "little"), 8)
    answers = [libc.syscall(perf, room, pid, -1, -1, 0) for pid in (0, -1, 1, os.getppid())]
    answers += [libc.klogctl(3, room, 128), libc.klogctl(10, None, 0)]
    if any(answer != -1 for answer in answers):
        raise AssertionError(f"BREACH {answers}")
    return reg * np.sum(W**2), 2 * reg * W
