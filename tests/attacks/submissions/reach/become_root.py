# Tries to gain rights: other users and groups, capabilities, being dumpable, leaving no_new_privs.
# Must be denied.
# outcome: full marks
import ctypes
import os

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)


def l2_penalty(W, reg):
    for way in (
        lambda: os.setuid(0),
        lambda: os.setresuid(0, 0, 0),
        lambda: os.setgid(0),
        lambda: os.setgroups([0]),
        lambda: os.setreuid(65534, 65534),
        lambda: os.setsid(),
        lambda: os.umask(0) and None,
    ):
        try:
            way()
        except OSError:
            continue
        if way() is not None:
            raise AssertionError("BREACH")
    header = ctypes.create_string_buffer((0x20080522).to_bytes(4, "little") + bytes(4))
    answers = [libc.prctl(4, 1, 0, 0, 0), libc.prctl(8, 1, 0, 0, 0), libc.prctl(1, 0, 0, 0, 0)]
    answers += [libc.prctl(47, 2, 21, 0, 0), libc.capset(header, b"\xff" * 24), libc.personality(0x0040000)]
    if any(answer != -1 for answer in answers):
        raise AssertionError(f"BREACH {answers}")
    return reg * np.sum(W**2), 2 * reg * W
