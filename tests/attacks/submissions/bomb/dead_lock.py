# Tries to wait for itself.
# Must be stopped by the clock on the wall.
# walls: kernel
# outcome: nothing
# says: did not finish
import threading


def l2_penalty(W, reg):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
