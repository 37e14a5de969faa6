"""How each exercise is called: one function per exercise, named like it.

A probe calls what was handed in and returns what came back, as named arrays and numbers. It never judges.
"""

import inspect
import numbers

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
            size, no = number(size), 0
        sizes.append(size)
        refused.append(no)
    return {"size": sizes, "refused": refused}


def number(size):
    """Whole numbers may be of any type, fractions too; nan is no number."""
    if size is None or isinstance(size, (bool, str)):
        return np.nan
    return float(size) if isinstance(size, numbers.Real) else size


def count_parameters(student, layers):
    return {"counts": student.count_parameters(layers)}


def apply_filter(student, image, kernel):
    return {"filtered": student.apply_filter(image, kernel)}


class OneArrayError(Exception):
    """An array came back alone, where several values are asked for."""


def several(returned, wanted):
    """What came back, to be taken apart: the rows of an array are no values of their own."""
    if isinstance(returned, np.ndarray):
        raise OneArrayError(f"one array was returned, of shape {returned.shape}; expected several values, {wanted}")
    return returned


def conv_forward_naive(student, x, w, b, conv_param):
    out, cache = several(student.conv_forward_naive(x, w, b, conv_param), "out and cache")
    return {"out": out}


def conv_backward_naive(student, x, w, b, conv_param, dout):
    out, cache = several(student.conv_forward_naive(x, w, b, conv_param), "out and cache")
    dx, dw, db = several(student.conv_backward_naive(dout, cache), "dx, dw and db")
    return {"dx": dx, "dw": dw, "db": db}


def max_pool_forward_naive(student, x, pool_param):
    out, cache = several(student.max_pool_forward_naive(x, pool_param), "out and cache")
    return {"out": out}


def max_pool_backward_naive(student, x, pool_param, dout):
    out, cache = several(student.max_pool_forward_naive(x, pool_param), "out and cache")
    return {"dx": student.max_pool_backward_naive(dout, cache)}


def avg_pool_forward_naive(student, x, pool_param):
    out, cache = several(student.avg_pool_forward_naive(x, pool_param), "out and cache")
    return {"out": out}


def avg_pool_backward_naive(student, x, pool_param, dout):
    out, cache = several(student.avg_pool_forward_naive(x, pool_param), "out and cache")
    return {"dx": student.avg_pool_backward_naive(dout, cache)}


def conv_forward_im2col(student, x, w, b, conv_param):
    out, cache = several(student.conv_forward_im2col(x, w, b, conv_param), "out and cache")
    return {"out": out}


def conv_backward_im2col(student, x, w, b, conv_param, dout):
    out, cache = several(student.conv_forward_im2col(x, w, b, conv_param), "out and cache")
    dx, dw, db = several(student.conv_backward_im2col(dout, cache), "dx, dw and db")
    return {"dx": dx, "dw": dw, "db": db}


def three_layer_conv_net_init(student, input_dim, dtype, with_weights=False, left_out=(), **arguments):
    """The biases and the shapes of the weights that a fresh network has; the weights themselves where asked for.

    Of large weights the first hundred rows are enough. Arguments in `left_out` that have a default are not given.
    """
    arguments |= {"input_dim": tuple(input_dim), "dtype": getattr(np, dtype)}
    model = student.ThreeLayerConvNet(**without(arguments, left_out, student.ThreeLayerConvNet))
    found = {name: model.params[name] for name in PARAMETERS if name in model.params}
    seen = {"bytes_per_number": [np.asarray(value).itemsize for value in found.values()]}
    for name, value in found.items():
        if name.startswith("b") or with_weights:
            seen[name] = in_double(value)[:100]
        else:
            seen[f"shape_of_{name}"] = np.array(np.shape(value))
    return seen


def without(arguments, left_out, function):
    """These arguments, less those of `left_out` that may be left out: a parameter of this name has a default."""
    if not left_out:
        return arguments
    parameters = inspect.signature(function).parameters.values()
    free = {each.name for each in parameters if each.default is not each.empty}
    return {name: value for name, value in arguments.items() if name not in free.intersection(left_out)}


def in_double(value):
    """An array of floats in float64: how many bytes each number has is told by itself."""
    return value.astype(np.float64) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value


PARAMETERS = ("W1", "b1", "W2", "b2", "W3", "b3")


def ThreeLayerConvNet(student, X, y, W1, b1, W2, b2, W3, b3, reg):
    """A network of these parameters: its scores first, then its loss and gradients."""
    model = student.ThreeLayerConvNet(
        input_dim=X.shape[1:],
        num_filters=W1.shape[0],
        filter_size=W1.shape[2],
        hidden_dim=W2.shape[1],
        num_classes=W3.shape[1],
        reg=reg,
        dtype=np.float64,
    )
    for name, value in {"W1": W1, "b1": b1, "W2": W2, "b2": b2, "W3": W3, "b3": b3}.items():
        if name not in model.params:
            raise KeyError(f"self.params has no {name}")
        model.params[name] = value
    scores = model.loss(X)
    loss, grads = model.loss(X, y)
    return {"scores": scores, "loss": loss, **{"d" + name: grads[name] for name in model.params if name in grads}}
