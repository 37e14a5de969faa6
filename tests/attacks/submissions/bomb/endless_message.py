# Tries to hang whoever tells its exception.
# Must be stopped.
# walls: kernel
# outcome: nothing
class Endless(Exception):
    def __str__(self):
        while True:
            pass

    __repr__ = __str__


def l2_penalty(W, reg):
    raise Endless
