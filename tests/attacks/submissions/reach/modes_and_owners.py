# Tries to change modes, owners, times and attributes of files that it may only read.
# Must be denied.
# outcome: full marks
import os

import numpy as np


def l2_penalty(W, reg):
    for place in ("/dev/null", "@stdlib@/os.py", "@class@", ".", os.devnull):
        for way in (
            lambda: os.chmod(place, 0o777),
            lambda: os.chown(place, os.getuid(), os.getgid()),
            lambda: os.utime(place),
            lambda: os.setxattr(place, "user.mark", b"x"),
            lambda: os.truncate(place, 0),
            lambda: os.lchown(place, 0, 0),
        ):
            try:
                way()
            except OSError:
                continue
            raise AssertionError(f"BREACH {place}")
    return reg * np.sum(W**2), 2 * reg * W
