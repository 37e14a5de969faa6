"""Convolution, backward: every entry of dout goes back to the window, the filter and the bias that it came from.

CS231n, convolutional networks.
"""

from __future__ import annotations

import numpy as np

from grader.authoring import (
    Adjoint,
    Case,
    Close,
    InputsUnchanged,
    Mistake,
    Patch,
    PermutedBatch,
    RandomStateUntouched,
    Repeatable,
    exercise,
)

from . import by_pytorch, volumes
from .conv_forward import conv_forward_naive  # noqa: F401 - the probe takes its cache


# solution: begin
def conv_backward_naive(dout, cache):
    """The backward pass of conv_forward_naive, as plainly as you like.

    dout: (N, F, H', W') gradient of some loss with respect to out. cache: what your conv_forward_naive returned.

    Returns the gradients of that loss: dx (N, C, H, W), dw (F, C, HH, WW) and db (F,), as large as x, w and b.
    """
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    (H, W), (HH, WW) = x.shape[2:], w.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded, dw, db = np.zeros_like(padded), np.zeros_like(w), np.zeros_like(b)
    for n, f, i, j in np.ndindex(dout.shape):
        top, left = i * stride, j * stride
        window = (n, slice(None), slice(top, top + HH), slice(left, left + WW))
        dpadded[window] += dout[n, f, i, j] * w[f]
        dw[f] += dout[n, f, i, j] * padded[window]
        db[f] += dout[n, f, i, j]

    # The zeros around the image are nobody's input.
    dx = dpadded[:, :, pad : pad + H, pad : pad + W]
    return dx, dw, db


# solution: end


CUT = "dx = dpadded[:, :, pad : pad + H, pad : pad + W]"
PLACE = "top, left = i * stride, j * stride"
INTO_DX = "dpadded[window] += dout[n, f, i, j] * w[f]"
INTO_DW = "dw[f] += dout[n, f, i, j] * padded[window]"
INTO_DB = "db[f] += dout[n, f, i, j]"
END = "return dx, dw, db"

MISTAKES = [
    *(
        Mistake(
            f"stride_ignored_{way}_in_{name}",
            f"{name} is made as if the windows moved by 1 {way}: window (i, j) begins at i·stride and j·stride",
            text,
            text.replace("window]", f"(n, slice(None), {rows}, {columns})]"),
        )
        for name, text in (
            ("dx", "dpadded[window] += dout[n, f, i, j] * w[f]"),
            ("dw", "dw[f] += dout[n, f, i, j] * padded[window]"),
        )
        for way, rows, columns in (
            ("down", "slice(i, i + HH)", "slice(left, left + WW)"),
            ("across", "slice(top, top + HH)", "slice(j, j + WW)"),
        )
    ),
    Mistake(
        "padded_twice",
        "the cache holds the padded images, which are padded once more: dx is too large, and the windows are shifted",
        "    (H, W), (HH, WW)",
        "    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))\n    (H, W), (HH, WW)",
    ),
    Mistake(
        "db_times_bias",
        "db is multiplied by b: the output depends on b with the slope 1",
        "db[f] += dout[n, f, i, j]",
        "db[f] += dout[n, f, i, j] * b[f]",
    ),
    Mistake(
        "windows_of_first_image",
        "dw takes its windows from the first image for all; each example has its own",
        "dout[n, f, i, j] * padded[window]",
        "dout[n, f, i, j] * padded[(0, *window[1:])]",
    ),
    Mistake(
        "weights_of_first_filter",
        "dx takes the weights of the first filter for all; each has its own",
        "dout[n, f, i, j] * w[f]",
        "dout[n, f, i, j] * w[0]",
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
        "padding_left_on_columns",
        "the padding of the columns is still there: cut it off on both axes of the image",
        CUT,
        "dx = dpadded[:, :, pad : pad + H]",
    ),
    Mistake(
        "padding_removed_behind",
        "the padding is cut off below and on the right only: the image begins at row pad and column pad",
        CUT,
        "dx = dpadded[:, :, :H, :W]",
    ),
    Mistake(
        "padding_removed_before",
        "the padding is cut off above and on the left only",
        CUT,
        "dx = dpadded[:, :, 2 * pad :, 2 * pad :]",
    ),
    Mistake(
        "padding_of_the_stride_behind",
        "below and on the right the number of zeros is the stride; it is pad on all four sides",
        "(pad, pad), (pad, pad)",
        "(pad, stride), (pad, stride)",
    ),
    Mistake(
        "image_axes_swapped",
        "height and width of the image are taken in the wrong order where the padding is cut off",
        CUT,
        "dx = dpadded[:, :, pad : pad + W, pad : pad + H]",
    ),
    Mistake(
        "dx_assigned",
        "dx is assigned (=) where it should be added to (+=): windows overlap, and so do the filters' parts",
        INTO_DX,
        "dpadded[window] = dout[n, f, i, j] * w[f]",
    ),
    Mistake(
        "dw_assigned",
        "dw is assigned (=) where it should be added to (+=): every window of every image adds to it",
        INTO_DW,
        "dw[f] = dout[n, f, i, j] * padded[window]",
    ),
    Mistake(
        "db_assigned",
        "db is assigned (=) where it should be added to (+=): every window adds to it",
        INTO_DB,
        "db[f] = dout[n, f, i, j]",
    ),
    Mistake(
        "dx_assigned_by_windows",
        "dx is assigned (=) where it should be added to (+=): windows overlap, and the later one wipes out the earlier",
        INTO_DX,
        "dpadded[window] = np.tensordot(dout[n, :, i, j], w, axes=1)",
    ),
    Mistake(
        "dw_of_last_place",
        "dw is assigned (=) where it should be added to (+=): the last place overwrites all others",
        INTO_DW,
        "dw[f] += ((i, j) == (dout.shape[2] - 1, dout.shape[3] - 1)) * dout[n, f, i, j] * padded[window]",
    ),
    Mistake(
        "dx_of_last_filter",
        "in dx the last filter overwrites the others: every filter that looked at a window adds to its gradient",
        INTO_DX,
        "dpadded[window] += (f == len(w) - 1) * dout[n, f, i, j] * w[f]",
    ),
    Mistake(
        "dw_of_last_example",
        "in dw the last example overwrites the others: sum over the batch",
        INTO_DW,
        "dw[f] += (n == len(x) - 1) * dout[n, f, i, j] * padded[window]",
    ),
    Mistake(
        "stride_ignored",
        "the windows move by 1, whatever the stride: window (i, j) begins at row i·stride and column j·stride",
        PLACE,
        "top, left = i, j",
    ),
    Mistake(
        "stride_ignored_down",
        "the stride is ignored on the rows: window (i, j) begins at row i·stride",
        PLACE,
        "top, left = i, j * stride",
    ),
    Mistake(
        "stride_ignored_across",
        "the stride is ignored on the columns: window (i, j) begins at column j·stride",
        PLACE,
        "top, left = i * stride, j",
    ),
    Mistake(
        "kernel_flipped",
        "dx is made with the filter flipped; each entry of dout goes back through the weights it came by, as they lie",
        INTO_DX,
        "dpadded[window] += dout[n, f, i, j] * w[f, :, ::-1, ::-1]",
    ),
    Mistake(
        "window_flipped",
        "dw is made with the window flipped; as they lie, window and filter belong together",
        INTO_DW,
        "dw[f] += dout[n, f, i, j] * padded[window][:, ::-1, ::-1]",
    ),
    Mistake(
        "dw_without_padding",
        "dw is made of windows of the image without its padding; the forward pass saw the padded image",
        INTO_DW,
        "dw[f] += dout[n, f, i, j] * x[window]",
    ),
    Mistake(
        "weights_for_window",
        "dw adds the weights where the window of the image belongs",
        INTO_DW,
        "dw[f] += dout[n, f, i, j] * w[f]",
    ),
    Mistake(
        "window_for_weights",
        "dx adds the image's window where the weights belong",
        INTO_DX,
        "dpadded[window] += dout[n, f, i, j] * padded[window]",
    ),
    Mistake(
        "dx_without_upstream",
        "dx leaves dout out: each window gets the weights times its entry of dout",
        INTO_DX,
        "dpadded[window] += w[f]",
    ),
    Mistake(
        "dw_without_upstream",
        "dw leaves dout out: each window counts by its entry of dout",
        INTO_DW,
        "dw[f] += padded[window]",
    ),
    Mistake(
        "db_counts_windows",
        "db counts the windows; it is the sum of dout over them",
        INTO_DB,
        "db[f] += 1.0",
    ),
    Mistake(
        "db_missing",
        "db stays at zero: the bias is added to every entry of its filter, so that its gradient is the sum of dout",
        f"        {INTO_DB}\n",
        "",
    ),
    Mistake(
        "dw_missing", "dw stays at zero: every window adds to it, times its entry of dout", f"        {INTO_DW}\n", ""
    ),
    Mistake(
        "dx_missing", "dx stays at zero: every filter adds to it, times its entry of dout", f"        {INTO_DX}\n", ""
    ),
    Mistake(
        "db_of_everything",
        "every filter's db is the sum over all of dout; sum over examples, rows and columns, filter by filter",
        END,
        "return dx, dw, np.full_like(b, np.sum(dout))",
    ),
    Mistake(
        "db_over_batch_only",
        "db is summed over the examples alone; the bias was added at every place, sum over rows and columns, too",
        END,
        "return dx, dw, np.sum(dout, axis=0)",
    ),
    Mistake(
        "db_over_places_only",
        "db is summed over the places alone; sum over the examples, too: axis=(0, 2, 3)",
        END,
        "return dx, dw, np.sum(dout, axis=(2, 3))",
    ),
    Mistake(
        "db_over_filters",
        "db is summed over the wrong axes: keep the filters, the second axis of dout, and sum over the others",
        END,
        "return dx, dw, np.sum(dout, axis=(0, 1, 2))",
    ),
    Mistake(
        "db_by_examples",
        "db is summed over the wrong axes: it has a number for each example, and should have one for each filter",
        END,
        "return dx, dw, np.sum(dout, axis=(1, 2, 3))",
    ),
    Mistake(
        "db_keeps_its_axes",
        "db has axes of length 1; it is as large as b, (F,)",
        END,
        "return dx, dw, np.sum(dout, axis=(0, 2, 3), keepdims=True)",
    ),
    Mistake(
        "db_averaged",
        "db is a mean; a gradient is the sum over all places where the bias was added",
        END,
        "return dx, dw, np.mean(dout, axis=(0, 2, 3))",
    ),
    Mistake(
        "averaged",
        "dw and db are divided by the number of examples; dout has that in it already, if the loss is an average",
        END,
        "return dx, dw / len(x), db / len(x)",
    ),
    Mistake(
        "dw_averaged",
        "dw is divided by the number of examples; dout has that in it already, if the loss is an average",
        END,
        "return dx, dw / len(x), db",
    ),
    Mistake(
        "order_of_gradients",
        "the gradients are returned in the wrong order: dx, dw, db",
        END,
        "return dw, dx, db",
    ),
    Mistake("negated", "the gradients have the wrong sign", END, "return -dx, -dw, -db"),
    Mistake(
        "last_row_missing",
        "the last row and the last column of dout are left out: the loops over the places end too early",
        "np.ndindex(dout.shape)",
        "np.ndindex(dout[:, :, :-1, :-1].shape)",
    ),
    Mistake(
        "stride_ignored_in_dx",
        "in dx the windows move by 1, whatever the stride: window (i, j) begins at row i·stride and column j·stride",
        INTO_DX,
        "dpadded[n, :, i : i + HH, j : j + WW] += dout[n, f, i, j] * w[f]",
    ),
    Mistake(
        "last_row_alone_missing",
        "the last row of dout is left out in dx and dw: the loop over the rows ends too early",
        "        dpadded[window] +=",
        "        if i == dout.shape[2] - 1:\n            db[f] += dout[n, f, i, j]\n            continue\n"
        "        dpadded[window] +=",
    ),
    Mistake(
        "first_channel_only",
        "only the first channel gets a gradient: a filter is as deep as the image",
        "(n, slice(None), ",
        "(n, slice(0, 1), ",
        also=(
            Patch(INTO_DX, "dpadded[window] += dout[n, f, i, j] * w[f, :1]"),
            Patch(INTO_DW, "dw[f, :1] += dout[n, f, i, j] * padded[window]"),
        ),
    ),
    Mistake(
        "first_example_only",
        "only the first example is gone through",
        "np.ndindex(dout.shape)",
        "np.ndindex(dout[:1].shape)",
    ),
    Mistake(
        "changes_dout",
        "dout is changed in place; it belongs to the caller",
        END,
        "dout *= 0.5\n    return dx, dw, db",
    ),
]

EXERCISE = exercise(
    "conv_backward_naive",
    title="Convolution, backward",
    oracle=by_pytorch.conv_backward,
    uses=["conv_forward_naive", "conv_backward_naive"],
    follows=["conv_forward_naive"],
    prefer=["**/cs231n/layers.py", "**/layers.py"],
    shapes=volumes.CONV_SHAPES,
    cases=[
        Case(
            volumes.with_upstream(make),
            visible=make in volumes.CONVOLUTIONS[: volumes.VISIBLE],
            hint=volumes.HINTS[make.__name__],
        )
        for make in volumes.CONVOLUTIONS
    ],
    checks=[
        Close("dx"),
        Close("dw"),
        Close("db"),
        Adjoint("dx", wrt="x", of="conv_forward_naive", on=("no_padding", "stride_and_padding", "wide_padding")),
        Adjoint("dw", wrt="w", of="conv_forward_naive", on=("no_padding", "stride_and_padding", "wide_padding")),
        Adjoint("db", wrt="b", of="conv_forward_naive", on=("no_padding", "stride_and_padding")),
        PermutedBatch("dx", "dw", "db", on=("no_padding", "wide_padding")),
        InputsUnchanged(),
        Repeatable(on=("no_padding", "stride_and_padding")),
        RandomStateUntouched(on=("no_padding",)),
    ],
    mistakes=MISTAKES,
)
