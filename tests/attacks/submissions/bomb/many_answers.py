# Tries to flood the grader with a frame whose lengths promise exabytes, and then trickles.
# Must be refused before anything is reserved for it.
# outcome: nothing
# says: cannot be read
import os
import time


def l2_penalty(W, reg):
    os.write(3, (2**62).to_bytes(8, "big") * 2)
    while True:
        os.write(3, b"[")
        time.sleep(0.01)
