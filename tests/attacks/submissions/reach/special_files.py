# Tries to make links, pipes, devices and terminals, and to type into somebody's.
# Must be denied.
# outcome: full marks
import fcntl
import os
import termios

import numpy as np


def l2_penalty(W, reg):
    for way in (
        lambda: os.symlink("/etc/passwd", "link"),
        lambda: os.link(os.devnull, "link"),
        lambda: os.mkfifo("pipe"),
        lambda: os.mknod("device", 0o666 | 0o020000, os.makedev(1, 3)),
        os.openpty,
        lambda: os.open("/dev/ptmx", os.O_RDWR),
        lambda: os.open("/dev/tty", os.O_RDWR),
        lambda: fcntl.ioctl(0, termios.TIOCSTI, b"x"),
        lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        lambda: fcntl.fcntl(3, fcntl.F_SETOWN, os.getppid()),
        lambda: fcntl.fcntl(3, fcntl.F_SETLEASE, fcntl.F_WRLCK),
    ):
        try:
            way()
        except OSError:
            continue
        raise AssertionError("BREACH")
    return reg * np.sum(W**2), 2 * reg * W
