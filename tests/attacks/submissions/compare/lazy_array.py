# Tries to decide what it is when it is looked at: an object that makes its array on demand, another one each time.
# Must be told that this is no array of numbers.
# outcome: nothing
# says: not an array of numbers
import numpy as np


class Lazy:
    looks = 0

    def __array__(self, dtype=None, copy=None):
        Lazy.looks += 1
        return np.full((), float(Lazy.looks))

    def __float__(self):
        return float(self.__array__())


def l2_penalty(W, reg):
    return Lazy(), Lazy()
