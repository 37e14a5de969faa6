"""The inputs that convolutions and poolings are tried on.

All sizes of a case differ as far as they can (N, C, F, H, W, HH, WW), images and filters are no squares, and biases are
not zero: whoever takes one axis for another gets another shape or other numbers. Everything is small, for it is
worked through in Python loops.
"""

from __future__ import annotations

import numpy as np


def convolution(rng, *, N, C, F, size, filters, stride, pad):
    """x, w, b and conv_param with numbers of order 1; `size` is (H, W), `filters` (HH, WW)."""
    return {
        "x": rng.standard_normal((N, C, *size)),
        "w": 0.5 * rng.standard_normal((F, C, *filters)),
        "b": rng.uniform(0.5, 2.0, F) * rng.choice([-1.0, 1.0], F),
        "conv_param": {"stride": stride, "pad": pad},
    }


def by_hand(rng):  # noqa: ARG001 - small enough to work out on paper
    """One image of 3 rows and 4 columns, one filter of 2 rows and 2 columns."""
    return {
        "x": np.arange(1.0, 13.0).reshape(1, 1, 3, 4),
        "w": np.array([[[[1.0, 2.0], [0.0, -1.0]]]]),
        "b": np.array([10.0]),
        "conv_param": {"stride": 1, "pad": 0},
    }


def no_padding(rng):
    return convolution(rng, N=2, C=3, F=5, size=(6, 8), filters=(4, 7), stride=1, pad=0)


def padding_of_one(rng):
    return convolution(rng, N=1, C=4, F=5, size=(6, 7), filters=(3, 2), stride=1, pad=1)


def stride_of_two(rng):
    return convolution(rng, N=2, C=4, F=3, size=(9, 8), filters=(5, 6), stride=2, pad=0)


def stride_and_padding(rng):
    return convolution(rng, N=2, C=5, F=4, size=(7, 8), filters=(3, 6), stride=2, pad=1)


def wide_padding(rng):
    return convolution(rng, N=3, C=2, F=4, size=(7, 11), filters=(5, 6), stride=3, pad=2)


def padding_beyond_stride(rng):
    """More padding than the filter moves by, so that zeros are missed wherever the one is taken for the other."""
    return convolution(rng, N=1, C=2, F=4, size=(7, 6), filters=(3, 5), stride=1, pad=2)


def all_square(rng):
    """Squares throughout: whoever takes height for width is right here, and nowhere else."""
    return convolution(rng, N=2, C=3, F=4, size=(5, 5), filters=(3, 3), stride=2, pad=1)


def one_of_everything(rng):
    return convolution(rng, N=1, C=1, F=1, size=(4, 3), filters=(2, 3), stride=1, pad=0)


def many_filters(rng):
    """Many windows and many filters: loops over both have nothing to hide behind."""
    return convolution(rng, N=2, C=3, F=32, size=(22, 20), filters=(3, 3), stride=1, pad=1)


VISIBLE = 2
"""The first so many of each list are visible: one by hand, and one that shows most mistakes."""

CONVOLUTIONS = (
    by_hand,
    stride_and_padding,
    no_padding,
    padding_of_one,
    stride_of_two,
    wide_padding,
    padding_beyond_stride,
    all_square,
    one_of_everything,
)
HINTS = {
    "by_hand": "one image, one filter: lay the filter on the upper left corner, multiply, add, add the bias",
    "no_padding": "pad is 0 here: `0:-0` is an empty slice",
    "padding_of_one": "zeros all around the image, one wide; the stride is 1",
    "stride_of_two": "the filter moves by 2, down and across; there is no padding",
    "stride_and_padding": "stride 2 with padding: rows and columns of the output differ in number",
    "wide_padding": "the padding is 2, the stride 3, and the image is not square",
    "padding_beyond_stride": "the padding is 2, the stride 1: the padding is on all four sides, whatever the stride",
    "all_square": "square images and square filters; the stride is 2, the padding 1",
    "one_of_everything": "one image, one channel, one filter: no axis of length 1 may get lost",
    "many_filters": "many windows and many filters",
}
NOT_BY_HAND = ("scipy.signal.*", "scipy.ndimage.*", "cv2.*", "torch.*", "tensorflow.*", "jax.*", "autograd.*")
"""Calls in which somebody else has done the work."""
NOR_IN_LOOPS = (*NOT_BY_HAND, "numpy.vectorize", "numpy.apply_along_axis", "numpy.frompyfunc")
"""The same, and calls that hide a loop, where loops are not welcome."""

CONV_SHAPES = {
    "x": "N C H W",
    "w": "F C HH WW",
    "b": "F",
    "out": "N F H' W'",
    "dout": "N F H' W'",
    "dx": "N C H W",
    "dw": "F C HH WW",
    "db": "F",
}


def with_upstream(make):
    """The same inputs, and an upstream gradient of the output's shape."""

    def made(rng):
        inputs = make(rng)
        (N, _, H, W), (F, _, HH, WW) = inputs["x"].shape, inputs["w"].shape
        stride, pad = inputs["conv_param"]["stride"], inputs["conv_param"]["pad"]
        shape = (N, F, 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride)
        return {**inputs, "dout": rng.standard_normal(shape) if make is not by_hand else np.ones(shape)}

    made.__name__ = make.__name__
    return made


# ---------------------------------------------------------------- pooling

POOL_SHAPES = {"x": "N C H W", "out": "N C H' W'", "dout": "N C H' W'", "dx": "N C H W"}


def pooling(rng, *, N, C, size, pool, stride, offset=0.0):
    """X and pool_param: every entry at least 0.05 away from every other, so that no maximum is nearly tied."""
    count = N * C * size[0] * size[1]
    spread = 4.0 * (rng.permutation(count) - count / 2) / count * max(1.0, count / 80)
    return {"x": spread.reshape(N, C, *size) + offset, "pool_param": pool_param(pool, stride)}


def pool_param(pool, stride):
    return {"pool_height": pool[0], "pool_width": pool[1], "stride": stride}


def pool_by_hand(rng):  # noqa: ARG001
    """One image of 4 rows and 4 columns, the lecture's pooling of 2 by 2."""
    x = np.array([[1.0, 1.5, 2.0, 4.0], [5.0, 6.0, 7.0, 8.0], [3.0, 2.5, 0.5, 0.0], [1.25, 2.25, 3.25, 4.25]])
    return {"x": x.reshape(1, 1, 4, 4), "pool_param": pool_param((2, 2), 2)}


def side_by_side(rng):
    return pooling(rng, N=3, C=2, size=(4, 6), pool=(2, 2), stride=2)


def not_square(rng):
    return pooling(rng, N=2, C=3, size=(6, 8), pool=(2, 4), stride=2)


def overlapping(rng):
    return pooling(rng, N=2, C=4, size=(7, 9), pool=(3, 5), stride=2)


def overlapping_by_much(rng):
    return pooling(rng, N=1, C=3, size=(5, 6), pool=(4, 3), stride=1)


def with_gaps(rng):
    return pooling(rng, N=3, C=2, size=(8, 5), pool=(2, 2), stride=3)


def all_negative(rng):
    return pooling(rng, N=2, C=3, size=(5, 7), pool=(3, 3), stride=2, offset=-20.0)


POOLINGS = (pool_by_hand, overlapping, side_by_side, not_square, overlapping_by_much, with_gaps, all_negative)
POOL_HINTS = {
    "pool_by_hand": "one image of 4 by 4, windows of 2 by 2 side by side: four numbers come out",
    "side_by_side": "windows of 2 by 2, side by side",
    "not_square": "windows of 2 rows and 4 columns: height and width are two numbers",
    "overlapping": "windows that overlap: an entry may belong to several of them",
    "overlapping_by_much": "a stride of 1: almost every entry belongs to several windows",
    "with_gaps": "the stride is larger than the window: some entries belong to none",
    "all_negative": "all numbers are negative: does anything start from 0?",
}


def pool_with_upstream(make):
    """The same inputs, and an upstream gradient of the output's shape."""

    def made(rng):
        inputs = make(rng)
        (N, C, H, W), param = inputs["x"].shape, inputs["pool_param"]
        rows = 1 + (H - param["pool_height"]) // param["stride"]
        columns = 1 + (W - param["pool_width"]) // param["stride"]
        plain = np.arange(1.0, 1.0 + N * C * rows * columns).reshape(N, C, rows, columns)
        return {**inputs, "dout": plain if make is pool_by_hand else rng.standard_normal(plain.shape)}

    made.__name__ = make.__name__
    return made


def tied(rng):
    """Windows that are constant, windows with two equal maxima, and one without a tie; the upstream gradient is > 0."""
    x = np.full((2, 3, 4, 6), 0.5)
    x[0, 1] = np.where(np.arange(24).reshape(4, 6) % 2 == 0, 1.0, -1.0)
    x[1, 2] = rng.permutation(24).reshape(4, 6)
    return {"x": x, "pool_param": pool_param((2, 2), 2), "dout": rng.uniform(0.5, 2.0, (2, 3, 2, 3))}
