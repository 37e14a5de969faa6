# Tries to confuse its reader with half a frame, and ends.
# Must count as code that ended its process, and cost these cases alone.
# outcome: nothing
# says: exit code 0
# spares: l1_penalty
import numpy as np

import os
import struct


def l1_penalty(W, reg):
    return reg * np.sum(np.abs(W)), reg * np.sign(W)


def l2_penalty(W, reg):
    os.write(3, struct.pack(">QQ", 100, 8) + b'{"arrays": [{"dtype": "flo')
    os._exit(0)
