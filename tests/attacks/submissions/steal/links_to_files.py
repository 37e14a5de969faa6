# Tries to reach files by detours: links, climbing out of the working folder, a file handle, another root.
# Must be denied.
# outcome: full marks
import ctypes
import os

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)


def l2_penalty(W, reg):
    def climb():
        os.chdir("..")
        return os.listdir("../../../..")

    ways = [
        climb,
        lambda: os.listdir("."),
        lambda: os.symlink("/etc/passwd", "link"),
        lambda: os.link("/etc/passwd", "hard"),
        lambda: os.open("/etc", os.O_PATH | os.O_DIRECTORY) and os.open("passwd", os.O_RDONLY, dir_fd=9),
        lambda: os.chroot("/"),
        lambda: os.open("/proc/self/root/etc/passwd", os.O_RDONLY),
        lambda: os.open("/proc/self/cwd/../../etc/passwd", os.O_RDONLY),
        lambda: [][libc.syscall(304, 0, 0, 0)],  # open_by_handle_at
    ]
    home = os.getcwd()
    for number, way in enumerate(ways):
        try:
            way()
        except (OSError, IndexError):
            continue
        finally:
            os.chdir(home)
        if number != 1:  # its own folder may be listed
            raise AssertionError(f"BREACH {number}")
    return reg * np.sum(W**2), 2 * reg * W
