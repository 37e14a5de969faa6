# Tries to take every core: threads that compute outside of the interpreter's lock.
# Must be stopped; neighbours' times are CPU times of their own.
# outcome: nothing
# says: did not finish
import hashlib
import threading


def burn():
    while True:
        hashlib.sha256(bytes(10**6))


def l2_penalty(W, reg):
    for _ in range(3):
        threading.Thread(target=burn).start()
    burn()
