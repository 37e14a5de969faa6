# Tries to raise its own limits, to lower those of its parent, and to push others off the processor.
# Must be denied.
# outcome: full marks
import os
import resource

import numpy as np


def l2_penalty(W, reg):
    for way in (
        lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (10**4, 10**4)),
        lambda: resource.setrlimit(resource.RLIMIT_AS, (-1, -1)),
        lambda: resource.setrlimit(resource.RLIMIT_CPU, (10**6, 10**6)),
        lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1)),
        lambda: os.nice(-5),
        lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 19),
        lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99)),
        lambda: os.sched_setaffinity(os.getppid(), {0}),
        lambda: open("/proc/self/oom_score_adj", "w").write("-1000"),
    ):
        try:
            way()
        except (OSError, ValueError):
            continue
        raise AssertionError("BREACH")
    return reg * np.sum(W**2), 2 * reg * W
