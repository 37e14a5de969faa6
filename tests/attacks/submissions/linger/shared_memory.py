# Leaves memory that outlives a process: POSIX and System V segments, message queues, semaphores, anonymous files.
# Must not be able to make any.
# outcome: full marks
# copies: 2
import ctypes
import os
from multiprocessing import shared_memory

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)


def l2_penalty(W, reg):
    made = [libc.shmget(0x6772, 4096, 0o1666) != -1, libc.msgget(0x6772, 0o1666) != -1]
    made += [libc.semget(0x6772, 1, 0o1666) != -1]
    for way in (
        lambda: shared_memory.SharedMemory("@canary@", create=True, size=10),
        lambda: shared_memory.SharedMemory("@canary@"),
        lambda: os.memfd_create("@canary@"),
    ):
        try:
            way()
        except OSError:
            continue
        made.append(True)
    if any(made):
        raise AssertionError(f"BREACH {made}")
    return reg * np.sum(W**2), 2 * reg * W
