# Tries to have memory read that is not its own: rows whose `__array_interface__` points anywhere.
# Must crash, if it does, alone.
# outcome: nothing
# spares: l1_penalty
import numpy as np


def l1_penalty(W, reg):
    return reg * np.sum(np.abs(W)), reg * np.sign(W)


class Row:
    def __init__(self, place):
        self.__array_interface__ = {"shape": (4,), "typestr": "<f8", "data": (place, False), "version": 3}


def l2_penalty(W, reg):
    return 0.0, [Row(id(W)), Row(16)]
