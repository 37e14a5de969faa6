# Tries to change its answer between the check and the sending: a thread turns dtype, shape and numbers of the array.
# Must come to a wrong answer, a refused one, or a crash of its own; others do not notice.
# outcome: nothing
# varies: what the thread meets
import numpy as np

import threading


def turn(array):
    while True:
        for dtype, shape in (("int8", (-1,)), ("float64", (-1, 1)), ("complex128", (-1,))):
            try:
                array.shape = (-1,)
                array.dtype = dtype
                array.shape = shape
                array += 1
            except Exception:
                pass


def l2_penalty(W, reg):
    array = np.ones(1 << 16)
    threading.Thread(target=turn, args=(array,), daemon=True).start()
    return 0.0, array
