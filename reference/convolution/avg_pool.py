"""Average pooling: of every window of every channel the mean.

CS231n, convolutional networks.
"""

from __future__ import annotations

import numpy as np

from grader.authoring import (
    Adjoint,
    BatchOfOne,
    Case,
    Close,
    InputsUnchanged,
    Linear,
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
def avg_pool_forward_naive(x, pool_param):
    """The forward pass of average pooling, as plainly as you like.

    x: (N, C, H, W) images. pool_param: {"pool_height": rows of a window, "pool_width": columns of a window,
    "stride": by how much the window moves, down and across}. There is no padding.

    Returns out and cache. out: (N, C, H', W'), where H' = 1 + (H - pool_height) / stride and W' = 1 + (W - pool_width)
    / stride: the mean of each window, channel by channel. cache: whatever avg_pool_backward_naive needs.
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
            out[:, :, i, j] = np.sum(window, axis=(2, 3)) / (height * width)
    return out, (x, pool_param)


def avg_pool_backward_naive(dout, cache):
    """The backward pass of avg_pool_forward_naive, as plainly as you like.

    dout: (N, C, H', W') gradient of some loss with respect to out. cache: what your avg_pool_forward_naive returned.

    Returns dx, the gradient of that loss with respect to x, of shape (N, C, H, W).
    """
    x, pool_param = cache
    pool_height, pool_width, step = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros_like(x)
    for row, column in np.ndindex(dout.shape[2:]):
        first_row, first_column = row * step, column * step
        share = dout[:, :, row, column, None, None] / (pool_height * pool_width)
        dx[:, :, first_row : first_row + pool_height, first_column : first_column + pool_width] += share
    return dx


# solution: end


MEAN = "np.sum(window, axis=(2, 3)) / (height * width)"
SHARE = "share = dout[:, :, row, column, None, None] / (pool_height * pool_width)"
ADDED = "first_column : first_column + pool_width] += share"
PLACE = "first_row, first_column = row * step, column * step"
READ = 'pool_height, pool_width, step = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]'
END = "    return dx\n"

FORWARD = [
    *placing_slips(),
    Mistake(
        "not_divided",
        "the entries of each window are summed; divide by their number, pool_height · pool_width",
        MEAN,
        "np.sum(window, axis=(2, 3))",
    ),
    Mistake(
        "divided_by_stride",
        "the sum is divided by stride²; divide by the number of entries, pool_height · pool_width",
        MEAN,
        "np.sum(window, axis=(2, 3)) / stride**2",
    ),
    Mistake(
        "divided_by_height",
        "the sum is divided by the window's height alone; divide by pool_height · pool_width",
        "/ (height * width)",
        "/ height",
    ),
    Mistake(
        "divided_by_width",
        "the sum is divided by the window's width alone; divide by pool_height · pool_width",
        "/ (height * width)",
        "/ width",
    ),
    Mistake(
        "divided_by_height_squared",
        "the sum is divided by pool_height², as if windows were squares; divide by pool_height · pool_width",
        "/ (height * width)",
        "/ height**2",
    ),
    Mistake(
        "divided_by_sum_of_sides",
        "the sum is divided by height plus width; a window has height times width entries",
        "/ (height * width)",
        "/ (height + width)",
    ),
    Mistake(
        "divided_by_four",
        "the sum is divided by 4, whatever the window; divide by pool_height · pool_width",
        "/ (height * width)",
        "/ 4",
    ),
    Mistake(
        "divided_by_image",
        "the sum is divided by H · W, the size of the image; divide by the size of the window",
        "/ (height * width)",
        "/ (H * W)",
    ),
    Mistake(
        "rounded_down",
        "the mean is rounded down to a whole number (//); / is meant",
        "/ (height * width)",
        "// (height * width)",
    ),
    Mistake(
        "largest", "the largest entry of each window is taken: that is max pooling", MEAN, "np.max(window, axis=(2, 3))"
    ),
    Mistake("median", "the median of each window is taken; the mean is meant", MEAN, "np.median(window, axis=(2, 3))"),
    Mistake(
        "over_channels",
        "the mean is taken over all channels; every channel is pooled by itself",
        MEAN,
        "np.mean(window, axis=(1, 2, 3))[:, None]",
    ),
    Mistake(
        "over_examples",
        "the mean is taken over the whole batch; every image is pooled by itself",
        MEAN,
        "np.mean(window, axis=(0, 2, 3))",
    ),
    Mistake(
        "over_everything",
        "the mean is taken over all channels of all images; every channel of every image is pooled by itself",
        MEAN,
        "np.mean(window)",
    ),
]

BACKWARD = [
    Mistake(
        "divided_by_number_of_windows",
        "the gradient is divided by the number of windows; divide by the entries of one, pool_height · pool_width",
        "/ (pool_height * pool_width)",
        "/ dout[0, 0].size",
    ),
    Mistake(
        "gradients_of_all_images",
        "each window gets the gradients of all examples and channels together; each has its own",
        "dout[:, :, row, column, None, None]",
        "dout[:, :, row, column].sum()",
    ),
    Mistake(
        "not_divided",
        "the gradient is not divided: each entry had a share of 1 / (pool_height · pool_width) in the mean",
        SHARE,
        "share = dout[:, :, row, column, None, None]",
    ),
    Mistake(
        "divided_by_stride",
        "the gradient is divided by stride²; divide by the number of entries, pool_height · pool_width",
        "/ (pool_height * pool_width)",
        "/ step**2",
    ),
    Mistake(
        "divided_by_height",
        "the gradient is divided by the window's height alone; divide by pool_height · pool_width",
        "/ (pool_height * pool_width)",
        "/ pool_height",
    ),
    Mistake(
        "divided_by_width",
        "the gradient is divided by the window's width alone; divide by pool_height · pool_width",
        "/ (pool_height * pool_width)",
        "/ pool_width",
    ),
    Mistake(
        "divided_by_height_squared",
        "the gradient is divided by pool_height², as if windows were squares; divide by pool_height · pool_width",
        "/ (pool_height * pool_width)",
        "/ pool_height**2",
    ),
    Mistake(
        "divided_by_four",
        "the gradient is divided by 4, whatever the window; divide by pool_height · pool_width",
        "/ (pool_height * pool_width)",
        "/ 4",
    ),
    Mistake(
        "divided_by_image",
        "the gradient is divided by H · W, the size of the image; divide by the size of the window",
        "/ (pool_height * pool_width)",
        "/ (x.shape[2] * x.shape[3])",
    ),
    Mistake(
        "assigned",
        "dx is assigned (=) where it should be added to (+=): windows overlap, and an entry has a share in each",
        ADDED,
        ADDED.replace("+=", "="),
    ),
    Mistake(
        "assigned_place_by_place",
        "dx is assigned (=) where it should be added to (+=): windows overlap, and an entry has a share in each",
        END,
        "    dx[:] = 0.0\n"
        "    rows, columns = step * dout.shape[2], step * dout.shape[3]\n"
        "    for i, j in np.ndindex(pool_height, pool_width):\n"
        "        dx[:, :, i : i + rows : step, j : j + columns : step] = dout / (pool_height * pool_width)\n"
        "    return dx\n",
    ),
    Mistake(
        "to_the_largest",
        "the gradient goes to the largest entry of each window: that is max pooling",
        SHARE,
        "window = x[:, :, first_row : first_row + pool_height, first_column : first_column + pool_width]\n"
        "        share = dout[:, :, row, column, None, None] * (window == window.max(axis=(2, 3), keepdims=True))",
    ),
    Mistake(
        "to_the_first_entry",
        "only the first entry of each window gets a gradient; all of them have a share",
        "dx[:, :, first_row : first_row + pool_height, first_column : first_column + pool_width] += share",
        "dx[:, :, first_row : first_row + 1, first_column : first_column + 1] += share",
    ),
    Mistake(
        "times_the_image",
        "the gradient is multiplied by the image's entries; each has the same share, whatever it is",
        SHARE,
        f"{SHARE} * x[:, :, first_row : first_row + pool_height, first_column : first_column + pool_width]",
    ),
    Mistake(
        "without_upstream",
        "dx leaves dout out: each entry of a window gets its share of the window's entry of dout",
        "dout[:, :, row, column, None, None] /",
        "1.0 /",
    ),
    Mistake(
        "stride_ignored",
        "the windows move by 1, whatever the stride: window (i, j) begins at row i·stride and column j·stride",
        PLACE,
        "first_row, first_column = row, column",
    ),
    Mistake(
        "stride_ignored_down",
        "the stride is ignored on the rows: window (i, j) begins at row i·stride",
        PLACE,
        "first_row, first_column = row, column * step",
    ),
    Mistake(
        "stride_ignored_across",
        "the stride is ignored on the columns: window (i, j) begins at column j·stride",
        PLACE,
        "first_row, first_column = row * step, column",
    ),
    Mistake(
        "moves_by_the_window",
        "the windows move by their own size, so that they never overlap; they move by the stride",
        PLACE,
        "first_row, first_column = row * pool_height, column * pool_width",
    ),
    Mistake(
        "moves_by_two",
        "the windows move by 2, a hard-coded stride; they move by the stride that is given",
        PLACE,
        "first_row, first_column = row * 2, column * 2",
    ),
    Mistake(
        "indices_swapped",
        "the window of entry (i, j) begins at row j and column i: rows and columns are swapped",
        PLACE,
        "first_row, first_column = column * step, row * step",
    ),
    Mistake(
        "window_axes_swapped",
        "height and width of the window are swapped",
        READ,
        READ.replace("pool_height, pool_width, step", "pool_width, pool_height, step"),
    ),
    Mistake(
        "window_of_the_stride",
        "the window is as large as the stride; its size is pool_height by pool_width",
        READ,
        f"{READ}\n    pool_height = pool_width = step",
    ),
    Mistake("negated", "dx has the wrong sign", END, "    return -dx\n"),
    Mistake("unfinished", "dx is zero throughout, as in a starter: it is unfinished", END, "    return 0.0 * dx\n"),
    Mistake(
        "last_row_missing",
        "the last row and the last column of dout are left out: the loops over the places end too early",
        "np.ndindex(dout.shape[2:])",
        "np.ndindex(dout[0, 0, :-1, :-1].shape)",
    ),
    Mistake(
        "shape_of_dout",
        "dx is as large as dout; it is as large as x",
        END,
        "    return dx[:, :, : dout.shape[2], : dout.shape[3]]\n",
    ),
    Mistake(
        "changes_dout",
        "dout is changed in place; it belongs to the caller",
        END,
        "    dout *= 0.5\n    return dx\n",
    ),
]

EXERCISES = [
    exercise(
        "avg_pool_forward_naive",
        title="Average pooling, forward",
        oracle=by_pytorch.avg_pool_forward,
        uses=["avg_pool_forward_naive"],
        follows=SIZES_CALLED,
        prefer=["**/cs231n/layers.py", "**/layers.py"],
        shapes=volumes.POOL_SHAPES,
        cases=[
            Case(make, visible=make in volumes.POOLINGS[: volumes.VISIBLE], hint=volumes.POOL_HINTS[make.__name__])
            for make in volumes.POOLINGS
        ],
        checks=[
            Close("out"),
            Linear("out", wrt="x", on=("overlapping",)),
            Translated("out", stride="pool_param.stride", on=("not_square", "overlapping")),
            PermutedBatch("out", on=("not_square", "overlapping")),
            BatchOfOne("out", on=("not_square", "overlapping")),
            InputsUnchanged(),
            Repeatable(on=("not_square",)),
            RandomStateUntouched(on=("not_square",)),
        ],
        mistakes=FORWARD,
    ),
    exercise(
        "avg_pool_backward_naive",
        title="Average pooling, backward",
        oracle=by_pytorch.avg_pool_backward,
        uses=["avg_pool_forward_naive", "avg_pool_backward_naive"],
        follows=["avg_pool_forward_naive"],
        prefer=["**/cs231n/layers.py", "**/layers.py"],
        shapes=volumes.POOL_SHAPES,
        cases=[
            Case(
                volumes.pool_with_upstream(make),
                visible=make in volumes.POOLINGS[: volumes.VISIBLE],
                hint=volumes.POOL_HINTS[make.__name__],
            )
            for make in volumes.POOLINGS
        ],
        checks=[
            Close("dx"),
            Adjoint("dx", wrt="x", of="avg_pool_forward_naive", on=("not_square", "overlapping", "with_gaps")),
            PermutedBatch("dx", on=("not_square", "overlapping")),
            InputsUnchanged(),
            Repeatable(on=("not_square",)),
            RandomStateUntouched(on=("not_square",)),
        ],
        mistakes=BACKWARD,
    ),
]
