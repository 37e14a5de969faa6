# Tries to execute programs: from disk, from memory, by an interpreter of its own.
# Must be denied.
# outcome: full marks
import ctypes
import os
import sys

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)


def l2_penalty(W, reg):
    for program in ("/bin/sh", "/bin/true", sys.executable, "/proc/self/exe", "/lib64/ld-linux-x86-64.so.2"):
        for way in (
            lambda: os.execv(program, [program]),
            lambda: os.execve(program, [program, "-c", "0"], {}),
            lambda: os.posix_spawn(program, [program], {}),
            lambda: os.memfd_create("program"),
        ):
            try:
                way()
            except OSError:
                continue
            raise AssertionError(f"BREACH {program}")
    if libc.syscall(322, 0, b"", None, None, 0x1000) != -1:  # execveat
        raise AssertionError("BREACH")
    return reg * np.sum(W**2), 2 * reg * W
