# Tries to answer numpy's questions itself: an object with __array_ufunc__, __array_function__ and an interface.
# Must be told that this is no array of numbers.
# outcome: nothing
# says: not an array of numbers
class Answering:
    shape, dtype, ndim, size = (), float, 0, 1
    __array_priority__ = 1e9

    def __array_ufunc__(self, ufunc, method, *inputs, **named):
        return 0.0

    def __array_function__(self, function, types, inputs, named):
        return True

    @property
    def __array_interface__(self):
        return {"shape": (2**40,), "typestr": "<f8", "data": (1, False), "version": 3}


def l2_penalty(W, reg):
    return Answering(), Answering()
