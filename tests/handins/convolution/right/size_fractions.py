from fractions import Fraction

import numpy as np


def conv_output_size(W, F, S, P):
    size = Fraction(W - F + 2 * P, S) + 1
    if size.denominator > 1:
        raise ArithmeticError(f"{size} is not a whole number")
    return np.int64(size.numerator)
