# Tries to be a list that says something else each time: subclasses of list, tuple, dict, int and float.
# Must be told that this is no array of numbers.
# outcome: nothing
# says: not an array of numbers
class List(list):
    __iter__ = __len__ = __getitem__ = __eq__ = lambda self, *rest: 1 / 0
    __hash__ = None


class Float(float):
    __eq__ = __lt__ = __gt__ = lambda self, other: True
    __hash__ = None


class Dict(dict):
    def keys(self):
        return [None, 3, "\ud800"]


def l2_penalty(W, reg):
    return (Float(1.0), List([1.0])) if reg > 0.5 else (Dict(a=1), List([Float(2.0)]))
