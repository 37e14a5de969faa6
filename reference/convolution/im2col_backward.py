"""Convolution as one matrix product, backward: two products, and the windows' gradients added back into the image.

CS231n, convolutional networks ("implementation as matrix multiplication").
"""

from __future__ import annotations

import numpy as np

from grader.authoring import (
    Adjoint,
    Case,
    Close,
    Faster,
    InputsUnchanged,
    Mistake,
    NoCalls,
    Patch,
    PermutedBatch,
    RandomStateUntouched,
    Repeatable,
    SameAs,
    exercise,
)

from . import by_pytorch, volumes
from .conv_backward import conv_backward_naive  # noqa: F401 - a mistake returns to the loops
from .im2col_forward import conv_forward_im2col  # noqa: F401 - the probe takes its cache


# solution: begin
def conv_backward_im2col(dout, cache):
    """The backward pass of conv_forward_im2col, without a loop over the places of the filters.

    dout: (N, F, H', W') gradient of some loss with respect to out. cache: what your conv_forward_im2col returned.

    Returns the gradients of that loss: dx (N, C, H, W), dw (F, C, HH, WW) and db (F,).
    """
    x, w, conv_param, matrix = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    (N, C, H, W), (F, _, HH, WW) = x.shape, w.shape
    rows, columns = dout.shape[2:]
    dscores = dout.transpose(0, 2, 3, 1).reshape(-1, F)  # (N H' W', F), as the product was
    dw = (dscores.T @ matrix).reshape(w.shape)
    db = dscores.sum(axis=0)

    # What belongs to one weight of the windows lies `stride` apart in the image: added at once for all places.
    dwindows = (dscores @ w.reshape(F, -1)).reshape(N, rows, columns, C, HH, WW)
    dpadded = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for i in range(HH):
        for j in range(WW):
            places = (slice(i, i + stride * rows, stride), slice(j, j + stride * columns, stride))
            dpadded[:, :, *places] += dwindows[..., i, j].transpose(0, 3, 1, 2)
    dx = dpadded[:, :, pad : pad + H, pad : pad + W]
    return dx, dw, db


# solution: end


CUT = "dx = dpadded[:, :, pad : pad + H, pad : pad + W]"
LAID_OUT = "dscores = dout.transpose(0, 2, 3, 1).reshape(-1, F)"
ADDED = "dpadded[:, :, *places] += dwindows[..., i, j].transpose(0, 3, 1, 2)"
PLACES = "places = (slice(i, i + stride * rows, stride), slice(j, j + stride * columns, stride))"
END = "return dx, dw, db"
FIRST = "    x, w, conv_param, matrix = cache\n"
DB_APART = Patch("db = dscores.sum(axis=0)", "db = dout.sum(axis=(0, 2, 3))")

EXERCISE = exercise(
    "conv_backward_im2col",
    title="Convolution as a matrix product, backward",
    oracle=by_pytorch.conv_backward,
    uses=["conv_forward_im2col", "conv_backward_im2col"],
    follows=["conv_forward_im2col"],
    prefer=["**/cs231n/fast_layers.py", "**/fast_layers.py", "**/layers.py"],
    shapes=volumes.CONV_SHAPES,
    cases=[
        *(
            Case(
                volumes.with_upstream(make),
                visible=make in volumes.CONVOLUTIONS[: volumes.VISIBLE],
                hint=volumes.HINTS[make.__name__],
            )
            for make in volumes.CONVOLUTIONS
        ),
        Case(volumes.with_upstream(volumes.many_filters), reserved=True, hint=volumes.HINTS["many_filters"]),
    ],
    checks=[
        Close("dx"),
        Close("dw"),
        Close("db"),
        Adjoint("dx", wrt="x", of="conv_forward_im2col", on=("no_padding", "stride_and_padding", "wide_padding")),
        Adjoint("dw", wrt="w", of="conv_forward_im2col", on=("no_padding", "stride_and_padding", "wide_padding")),
        SameAs("conv_backward_naive", "dx", "dw", "db", on=("no_padding", "stride_and_padding")),
        Faster(loops="conv_backward_naive", on=("many_filters",), over="examples, filters and places"),
        PermutedBatch("dx", "dw", "db", on=("no_padding", "wide_padding")),
        NoCalls(*volumes.NOR_IN_LOOPS, on=("no_padding",)),
        InputsUnchanged(),
        Repeatable(on=("no_padding", "stride_and_padding")),
        RandomStateUntouched(on=("no_padding",)),
    ],
    mistakes=[
        Mistake(
            "window_axes_exchanged",
            "rows and columns of the windows are exchanged where their gradients are laid out: (..., HH, WW)",
            "(dscores @ w.reshape(F, -1)).reshape(N, rows, columns, C, HH, WW)",
            "(dscores @ w.reshape(F, -1)).reshape(N, rows, columns, C, WW, HH).swapaxes(4, 5)",
        ),
        Mistake(
            "loops",
            "the function goes through the places of the filters in loops",
            FIRST,
            f"{FIRST}    return conv_backward_naive(dout, (x, w, np.zeros(len(w)), conv_param))\n",
        ),
        Mistake(
            "dout_not_moved",
            "dout is reshaped without its axes being moved first, which mixes filters and places: "
            "dout.transpose(0, 2, 3, 1).reshape(-1, F)",
            LAID_OUT,
            "dscores = dout.reshape(-1, F)",
        ),
        Mistake(
            "dout_not_moved_apart_from_db",
            "dout is reshaped without its axes being moved first, which mixes filters and places: "
            "dout.transpose(0, 2, 3, 1).reshape(-1, F)",
            LAID_OUT,
            "dscores = dout.reshape(-1, F)",
            also=(DB_APART,),
        ),
        Mistake(
            "dout_by_filters",
            "dout is laid out with filters and examples mixed: the rows of the product went example by example",
            LAID_OUT,
            "dscores = dout.reshape(F, -1).T",
        ),
        Mistake(
            "dout_by_filters_apart_from_db",
            "dout is laid out with filters and examples mixed: the rows of the product went example by example",
            LAID_OUT,
            "dscores = dout.reshape(F, -1).T",
            also=(DB_APART,),
        ),
        Mistake(
            "dout_by_places",
            "dout is laid out place by place, the windows were laid out example by example: both in one order",
            LAID_OUT,
            "dscores = dout.transpose(2, 3, 0, 1).reshape(-1, F)",
        ),
        Mistake(
            "dout_by_filters_and_places",
            "dout is reshaped to (F, ...) at once, which mixes examples and filters: move the filters to the front",
            LAID_OUT,
            "dscores = dout.reshape(F, rows, columns, N).transpose(3, 1, 2, 0).reshape(-1, F)",
        ),
        Mistake(
            "dout_by_filters_and_places_apart_from_db",
            "dout is reshaped to (F, ...) at once, which mixes examples and filters: move the filters to the front",
            LAID_OUT,
            "dscores = dout.reshape(F, rows, columns, N).transpose(3, 1, 2, 0).reshape(-1, F)",
            also=(DB_APART,),
        ),
        Mistake(
            "dout_transposed",
            "dout is laid out with rows and columns swapped",
            LAID_OUT,
            "dscores = dout.transpose(0, 3, 2, 1).reshape(-1, F)",
        ),
        Mistake(
            "dw_not_reshaped",
            "dw is still the matrix of the product; give it the shape of w, (F, C, HH, WW)",
            "dw = (dscores.T @ matrix).reshape(w.shape)",
            "dw = dscores.T @ matrix",
        ),
        Mistake(
            "dw_mixed",
            "dw is reshaped from the transposed product, which mixes filters and weights",
            "dw = (dscores.T @ matrix).reshape(w.shape)",
            "dw = (matrix.T @ dscores).reshape(w.shape)",
        ),
        Mistake(
            "dw_averaged",
            "dw is divided by the number of examples; dout has that in it already, if the loss is an average",
            "dw = (dscores.T @ matrix).reshape(w.shape)",
            "dw = (dscores.T @ matrix).reshape(w.shape) / N",
        ),
        Mistake(
            "db_of_everything",
            "every filter's db is the sum over all of dout; sum over examples, rows and columns, filter by filter",
            "db = dscores.sum(axis=0)",
            "db = np.full(F, dscores.sum())",
        ),
        Mistake(
            "db_over_filters",
            "db is summed over the wrong axis: one number per filter is wanted",
            "db = dscores.sum(axis=0)",
            "db = dscores.sum(axis=1)",
        ),
        Mistake(
            "db_averaged",
            "db is a mean; a gradient is the sum over all places where the bias was added",
            "db = dscores.sum(axis=0)",
            "db = dscores.mean(axis=0)",
        ),
        Mistake(
            "db_over_batch_only",
            "db is summed over the examples alone; the bias was added at every place, sum over rows and columns, too",
            "db = dscores.sum(axis=0)",
            "db = dout.sum(axis=0)",
        ),
        Mistake(
            "db_keeps_its_axes",
            "db has an axis of length 1 too many; it is as large as b, (F,)",
            "db = dscores.sum(axis=0)",
            "db = dscores.sum(axis=0, keepdims=True)",
        ),
        Mistake(
            "assigned",
            "the windows' gradients are put into dx by =, or by an index that adds each entry once; windows overlap: "
            "use += slice by slice, or np.add.at",
            ADDED,
            ADDED.replace("+=", "="),
        ),
        Mistake(
            "stride_ignored",
            "the stride is ignored where the windows' gradients are added back into the image",
            PLACES,
            "places = (slice(i, i + rows), slice(j, j + columns))",
        ),
        Mistake(
            "stride_ignored_down",
            "the stride is ignored on the rows where the windows' gradients are added back",
            PLACES,
            "places = (slice(i, i + rows), slice(j, j + stride * columns, stride))",
        ),
        Mistake(
            "stride_ignored_across",
            "the stride is ignored on the columns where the windows' gradients are added back",
            PLACES,
            "places = (slice(i, i + stride * rows, stride), slice(j, j + columns))",
        ),
        Mistake(
            "windows_mixed",
            "the windows' gradients are reshaped to (N, C, HH, WW, ...) at once, which mixes places and weights: the "
            "product's rows are places",
            ".reshape(N, rows, columns, C, HH, WW)",
            ".reshape(N, C, HH, WW, rows, columns).transpose(0, 4, 5, 1, 2, 3)",
        ),
        Mistake(
            "windows_in_another_order",
            "the windows' gradients are taken to lie example by example where they lie place by place, or the other "
            "way round: unpack them in the order of the product",
            ".reshape(N, rows, columns, C, HH, WW)",
            ".reshape(N, rows * columns, -1).swapaxes(0, 1).reshape(N, rows, columns, C, HH, WW)",
        ),
        Mistake(
            "windows_in_the_other_order",
            "the windows' gradients are taken to lie example by example where they lie place by place, or the other "
            "way round: unpack them in the order of the product",
            ".reshape(N, rows, columns, C, HH, WW)",
            ".reshape(rows * columns, N, -1).swapaxes(0, 1).reshape(N, rows, columns, C, HH, WW)",
        ),
        Mistake(
            "channels_last",
            "the windows' gradients are taken to have their channels last; the filters have them first",
            ".reshape(N, rows, columns, C, HH, WW)",
            ".reshape(N, rows, columns, HH, WW, C).transpose(0, 1, 2, 5, 3, 4)",
        ),
        Mistake(
            "kernel_flipped",
            "dx is made with the filter flipped; each entry of dout goes back by the weights that it came by",
            "w.reshape(F, -1)",
            "w[:, :, ::-1, ::-1].reshape(F, -1)",
        ),
        Mistake(
            "empty_slice",
            "`[pad:-pad]` is empty where pad is 0: cut the padding off by [pad : pad + H]",
            CUT,
            "dx = dpadded[:, :, pad:-pad, pad:-pad]",
        ),
        Mistake(
            "padding_not_removed",
            "dx still has the padding around it: cut it off, so that dx is as large as x",
            CUT,
            "dx = dpadded",
        ),
        Mistake(
            "padding_removed_behind",
            "the padding is cut off below and on the right only: the image begins at row pad and column pad",
            CUT,
            "dx = dpadded[:, :, :H, :W]",
        ),
        Mistake(
            "padding_of_the_stride_behind",
            "below and on the right the number of zeros is the stride; it is pad on all four sides",
            "H + 2 * pad, W + 2 * pad",
            "H + pad + stride, W + pad + stride",
        ),
        Mistake(
            "padding_left_on_columns",
            "the padding of the columns is still there: cut it off on both axes of the image",
            CUT,
            "dx = dpadded[:, :, pad : pad + H]",
        ),
        Mistake(
            "order_of_gradients", "the gradients are returned in the wrong order: dx, dw, db", END, "return dw, dx, db"
        ),
        Mistake("negated", "the gradients have the wrong sign", END, "return -dx, -dw, -db"),
        Mistake(
            "changes_dout",
            "dout is changed in place; it belongs to the caller",
            END,
            "dout *= 0.5\n    return dx, dw, db",
        ),
    ],
)
