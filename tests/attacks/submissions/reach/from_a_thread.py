# Tries all of it again from a thread that it starts, in the hope that the lock holds for the first one only.
# Must be denied.
# outcome: full marks
import os
import socket
import threading

import numpy as np


def l2_penalty(W, reg):
    got = []

    def reach():
        for way in (lambda: open("/etc/passwd"), socket.socket, os.fork, lambda: os.kill(os.getppid(), 0)):
            try:
                got.append(way())
            except OSError:
                pass

    threads = [threading.Thread(target=reach) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if got:
        raise AssertionError("BREACH")
    return reg * np.sum(W**2), 2 * reg * W
