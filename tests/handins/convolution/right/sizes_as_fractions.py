from fractions import Fraction
import numpy as np
def conv_output_size(W, F, S, P):
    n = Fraction(W - F + 2 * P, S) + 1
    if n.denominator != 1:
        raise ValueError(f"{n} is no whole number")
    return n
def count_parameters(layers):
    def walk():
        shape = None
        for row in layers:
            match row:
                case {"kind": "input", "shape": s}:
                    shape = tuple(s); yield 0
                case {"kind": "conv", "filters": F, "size": (a, b), "stride": S, "pad": P}:
                    yield F * (shape[0] * a * b + 1)
                    shape = (F, (shape[1] + 2 * P - a) // S + 1, (shape[2] + 2 * P - b) // S + 1)
                case {"kind": "pool", "size": (a, b), "stride": S}:
                    yield 0
                    shape = (shape[0], (shape[1] - a) // S + 1, (shape[2] - b) // S + 1)
                case {"kind": "dense", "units": M}:
                    yield int(np.prod(shape) + 1) * M
                    shape = (M,)
    return list(walk())
