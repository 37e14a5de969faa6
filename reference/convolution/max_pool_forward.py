"""Max pooling, forward: of every window of every channel the largest entry.

CS231n, convolutional networks.
"""

from __future__ import annotations

import numpy as np

from grader.authoring import (
    BatchOfOne,
    Case,
    Close,
    InputsUnchanged,
    Mistake,
    PermutedBatch,
    RandomStateUntouched,
    Repeatable,
    Translated,
    exercise,
)

from . import by_pytorch, volumes
from .output_size import conv_output_size  # noqa: F401 - its formula may be called
from .slips_pool import SIZES_CALLED, placing_slips


# solution: begin
def max_pool_forward_naive(x, pool_param):
    """The forward pass of max pooling, as plainly as you like.

    x: (N, C, H, W) images. pool_param: {"pool_height": rows of a window, "pool_width": columns of a window,
    "stride": by how much the window moves, down and across}. There is no padding.

    Returns out and cache. out: (N, C, H', W'), where H' = 1 + (H - pool_height) / stride and W' = 1 + (W - pool_width)
    / stride: the largest entry of each window, channel by channel. cache: whatever max_pool_backward_naive needs.
    """
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    rows = 1 + (H - height) // stride
    columns = 1 + (W - width) // stride
    out = np.zeros((N, C, rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            window = x[:, :, top : top + height, left : left + width]
            out[:, :, i, j] = np.max(window, axis=(2, 3))
    return out, (x, pool_param)


# solution: end


LARGEST = "np.max(window, axis=(2, 3))"

EXERCISE = exercise(
    "max_pool_forward_naive",
    title="Max pooling, forward",
    oracle=by_pytorch.max_pool_forward,
    uses=["max_pool_forward_naive"],
    follows=SIZES_CALLED,
    prefer=["**/cs231n/layers.py", "**/layers.py"],
    shapes=volumes.POOL_SHAPES,
    cases=[
        Case(make, visible=make in volumes.POOLINGS[: volumes.VISIBLE], hint=volumes.POOL_HINTS[make.__name__])
        for make in volumes.POOLINGS
    ],
    checks=[
        Close("out"),
        Translated("out", stride="pool_param.stride", on=("not_square", "overlapping")),
        PermutedBatch("out", on=("not_square", "overlapping")),
        BatchOfOne("out", on=("not_square", "overlapping")),
        InputsUnchanged(),
        Repeatable(on=("not_square",)),
        RandomStateUntouched(on=("not_square",)),
    ],
    mistakes=[
        Mistake(
            "square_windows",
            "windows are taken for squares of pool_height: they have pool_width columns",
            "left : left + width",
            "left : left + height",
        ),
        Mistake(
            "windows_of_two_by_two",
            "windows have 2 by 2 entries whatever pool_height and pool_width are",
            "top : top + height, left : left + width",
            "top : top + 2, left : left + 2",
        ),
        *placing_slips(),
        Mistake("smallest", "the smallest entry of each window is taken; the largest is meant", "np.max", "np.min"),
        Mistake("mean", "the mean of each window is taken: that is average pooling", "np.max", "np.mean"),
        Mistake("sum", "the entries of each window are summed; the largest one is meant", "np.max", "np.sum"),
        Mistake(
            "largest_in_size",
            "the entry that is largest in size is taken, whatever its sign; the largest one is meant",
            LARGEST,
            "np.max(np.abs(window), axis=(2, 3))",
        ),
        Mistake(
            "starts_at_zero",
            "the search for the largest entry starts at 0, so that a window of negative numbers gives 0; "
            "start at the window's first entry, or at -inf",
            LARGEST,
            "np.maximum(0.0, np.max(window, axis=(2, 3)))",
        ),
        Mistake(
            "over_channels",
            "the largest entry is looked for in all channels; every channel is pooled by itself",
            LARGEST,
            "np.max(window, axis=(1, 2, 3))[:, None]",
        ),
        Mistake(
            "over_examples",
            "the largest entry is looked for in the whole batch; every image is pooled by itself",
            LARGEST,
            "np.max(window, axis=(0, 2, 3))",
        ),
        Mistake(
            "over_everything",
            "the largest entry is looked for in all channels of all images; every channel of every image is "
            "pooled by itself",
            LARGEST,
            "np.max(window)",
        ),
        Mistake(
            "first_entry", "the first entry of each window is taken, not the largest", LARGEST, "window[:, :, 0, 0]"
        ),
        Mistake(
            "place_for_value",
            "the place of the largest entry is returned (argmax); its value is meant",
            LARGEST,
            "np.argmax(window.reshape(N, C, -1), axis=2)",
        ),
        Mistake(
            "last_row_of_window_missing",
            "the windows are one row and one column too small: a slice ends before its end, top : top + height",
            "top : top + height, left : left + width",
            "top : top + height - 1, left : left + width - 1",
        ),
    ],
)
