# Tries to pass every comparison with a subclass of ndarray whose comparisons say yes.
# Must be told that this is no array of numbers.
# outcome: nothing
# says: not an array of numbers
import numpy as np


class Always(np.ndarray):
    def __eq__(self, other):
        return True

    __lt__ = __le__ = __gt__ = __ge__ = __ne__ = __eq__
    __hash__ = None

    def __array_ufunc__(self, ufunc, method, *inputs, **named):
        return True

    def __array_function__(self, function, types, inputs, named):
        return True


def l2_penalty(W, reg):
    return np.zeros(()).view(Always), np.zeros_like(W).view(Always)
