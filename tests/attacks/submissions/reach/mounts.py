# Tries to mount, move and unmount file systems, and to change its root, by old calls and new ones.
# Must be denied.
# outcome: full marks
import ctypes

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)


def l2_penalty(W, reg):
    answers = [
        libc.mount(b"none", b"/tmp", b"tmpfs", 0, None),
        libc.mount(b"/", b"/tmp", None, 4096, None),
        libc.umount2(b"/tmp", 2),
        libc.umount2(b".", 2),
        libc.syscall(155 if ctypes.sizeof(ctypes.c_void_p) == 8 else 217, b".", b"."),  # pivot_root
        libc.syscall(428, -100, b"/", 1),  # open_tree
        libc.syscall(429, -1, b"", -100, b"/tmp", 4),  # move_mount
        libc.syscall(430, b"tmpfs", 0),  # fsopen
        libc.syscall(442, -100, b"/", 0, None, 0),  # mount_setattr
        libc.chroot(b"."),
        libc.swapoff(b"/swapfile"),
    ]
    if any(answer != -1 for answer in answers):
        raise AssertionError(f"BREACH {answers}")
    return reg * np.sum(W**2), 2 * reg * W
