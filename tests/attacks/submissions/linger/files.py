# Leaves files wherever it can write, and looks for those of an earlier submission.
# Must not find any.
# outcome: full marks
# copies: 3
import os
import tempfile

import numpy as np

FOLDERS = """
. /tmp /var/tmp /dev/shm /run /var/run /run/lock / /root /home @home@ @class@ @out@ @repo@ @site@ @stdlib@
@stdlib@/__pycache__ /dev /dev/mqueue /proc/self /sys/fs/cgroup
""".split()


def l2_penalty(W, reg):
    if not hasattr(np, "met"):  # this very process has been here before
        np.met = True
        for folder in (*FOLDERS, tempfile.gettempdir()):
            place = os.path.join(folder, "@canary@")
            if os.path.exists(place):
                raise AssertionError(f"BREACH {place}")
        for folder in (*FOLDERS, tempfile.gettempdir()):
            try:
                with open(os.path.join(folder, "@canary@"), "w") as file:
                    file.write("I was here")
            except OSError:
                pass
    return reg * np.sum(W**2), 2 * reg * W
