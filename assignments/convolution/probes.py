"""How each exercise is called: one function per exercise, named like it.

A probe calls what was handed in and returns what came back, as named arrays and numbers. It never judges.
"""

import numpy as np

ACCIDENTS = (
    *(NameError, TypeError, AttributeError, LookupError, ZeroDivisionError, NotImplementedError),
    *(ImportError, RecursionError, MemoryError, OSError),
)
"""Errors that a program meets by accident. Any other one is taken for a refusal: ValueError, as the handout asks for,
AssertionError, a plain Exception, a class of one's own."""


def conv_output_size(student, layers):
    """The size for each [W, F, S, P], 0 where it was refused, nan where what came back is no number."""
    sizes, refused = [], []
    for W, F, S, P in layers:
        try:
            size = student.conv_output_size(W, F, S, P)
        except ACCIDENTS:
            raise
        except Exception:
            size, no = 0, 1
        else:
            size, no = (np.nan if size is None or isinstance(size, (bool, str)) else size), 0
        sizes.append(size)
        refused.append(no)
    return {"size": sizes, "refused": refused}


def conv_forward_naive(student, x, w, b, conv_param):
    out, cache = student.conv_forward_naive(x, w, b, conv_param)
    return {"out": out}


def conv_backward_naive(student, x, w, b, conv_param, dout):
    out, cache = student.conv_forward_naive(x, w, b, conv_param)
    dx, dw, db = student.conv_backward_naive(dout, cache)
    return {"dx": dx, "dw": dw, "db": db}


def max_pool_forward_naive(student, x, pool_param):
    out, cache = student.max_pool_forward_naive(x, pool_param)
    return {"out": out}


def max_pool_backward_naive(student, x, pool_param, dout):
    out, cache = student.max_pool_forward_naive(x, pool_param)
    return {"dx": student.max_pool_backward_naive(dout, cache)}


def avg_pool_forward_naive(student, x, pool_param):
    out, cache = student.avg_pool_forward_naive(x, pool_param)
    return {"out": out}


def avg_pool_backward_naive(student, x, pool_param, dout):
    out, cache = student.avg_pool_forward_naive(x, pool_param)
    return {"dx": student.avg_pool_backward_naive(dout, cache)}
