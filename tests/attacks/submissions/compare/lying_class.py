# Tries to pass for an array with a `__class__`, an `__instancecheck__` and a name that say so.
# Must be told that this is no array of numbers.
# outcome: nothing
# says: not an array of numbers
import numpy as np


class Meta(type):
    def __instancecheck__(cls, other):
        return True

    __subclasscheck__ = __eq__ = __instancecheck__
    __hash__ = type.__hash__


class ndarray(metaclass=Meta):
    __module__ = "numpy"
    __class__ = property(lambda self: np.ndarray)
    dtype, shape, nbytes = np.dtype(float), (), 8

    def __getattr__(self, name):
        return getattr(np.zeros(()), name)


def l2_penalty(W, reg):
    return ndarray(), ndarray()
