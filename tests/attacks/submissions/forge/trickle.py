# Tries to keep its reader busy for ever: a frame that promises a megabyte, and a byte of it every now and then.
# Must be stopped at the time that one call has, however often it writes.
# outcome: nothing
# says: did not finish
# walls: kernel
import os
import struct
import time


def l2_penalty(W, reg):
    os.write(3, struct.pack(">QQ", 1 << 20, 0))
    while True:
        os.write(3, b" ")
        time.sleep(0.05)
