# Tries to read memory, environment and open files of itself, its parent and everybody, through /proc.
# Must be denied.
# outcome: full marks
# unwalled: breach
import glob
import os

import numpy as np


met = []


def l2_penalty(W, reg):
    if not met:
        met.append(look(W, reg))
    return reg * np.sum(W**2), 2 * reg * W


def look(W, reg):
    wanted = ("mem", "maps", "environ", "cmdline", "fd/3", "fd/4", "root/etc/passwd", "cwd/grader", "exe", "auxv")
    who = ["self", "1", str(os.getppid()), str(os.getpid()), "thread-self", *glob.glob("[0-9]*", root_dir="/proc")]
    for place in [f"/proc/{pid}/{name}" for pid in who for name in wanted] + ["/proc/kcore", "/proc/meminfo"]:
        try:
            with open(place, "rb") as file:
                file.read(1)
        except OSError:
            continue
        raise AssertionError(f"BREACH {place}")
