# Tries to kill its parent, its group, everybody, by every call that sends a signal.
# Must be denied: not even asking is allowed.
# outcome: full marks
import ctypes
import os
import signal

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)


met = []


def l2_penalty(W, reg):
    if not met:
        met.append(reach(W, reg))
    return reg * np.sum(W**2), 2 * reg * W


def reach(W, reg):
    others = [os.getppid(), 1, 0, -1, *range(os.getpid() - 20, os.getpid()), *range(os.getpid() + 1, os.getpid() + 20)]
    for pid in others:
        for number in (0, signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM):
            for way in (os.kill, os.killpg):
                try:
                    way(pid, number)
                except OSError:
                    continue
                raise AssertionError(f"BREACH {pid}")
        answers = [libc.syscall({"x86_64": 234, "aarch64": 131}[os.uname().machine], pid, pid, 9)]  # tgkill
        answers += [libc.syscall({"x86_64": 200, "aarch64": 130}[os.uname().machine], pid, 9)]  # tkill
        answers += [libc.syscall(434, pid, 0)]  # pidfd_open
        if any(answer != -1 for answer in answers):
            raise AssertionError(f"BREACH {pid} {answers}")
