"""Convolution as one matrix product, forward: every window becomes a row, every filter a column.

CS231n, convolutional networks ("implementation as matrix multiplication"); Chellapilla, Puri & Simard, High performance
convolutional neural networks for document processing (2006).
"""

from __future__ import annotations

import numpy as np

from grader.authoring import (
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
from .conv_forward import conv_forward_naive  # noqa: F401 - a mistake returns to the loops
from .output_size import conv_output_size  # noqa: F401 - its formula may be called


# solution: begin
def conv_forward_im2col(x, w, b, conv_param):
    """The same inputs and outputs as conv_forward_naive, without a loop over the places of the filters.

    Lay out every window as a row of a matrix ("image to columns"); then one matrix product does the work of all
    filters at all places.
    """
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, F = len(x), len(w)
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]  # (N, C, H', W', HH, WW)
    rows, columns = windows.shape[2:4]
    matrix = windows.transpose(0, 2, 3, 1, 4, 5).reshape(N * rows * columns, -1)
    scores = matrix @ w.reshape(F, -1).T + b  # (N H' W', F)
    out = scores.reshape(N, rows, columns, F).transpose(0, 3, 1, 2)
    return out, (x, w, conv_param, matrix)


# solution: end


PADDED = "padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))"
BACK = "scores.reshape(N, rows, columns, F).transpose(0, 3, 1, 2)"
LAID_OUT = "windows.transpose(0, 2, 3, 1, 4, 5).reshape(N * rows * columns, -1)"
FIRST = '    stride, pad = conv_param["stride"], conv_param["pad"]\n    N, F'

CALLED = (
    ":, :, "
    ": conv_output_size(x.shape[2], w.shape[2], stride, pad) * stride : stride, "
    ": conv_output_size(x.shape[3], w.shape[3], stride, pad) * stride : stride"
)
EXERCISE = exercise(
    "conv_forward_im2col",
    title="Convolution as a matrix product, forward",
    oracle=by_pytorch.conv_forward,
    uses=["conv_forward_im2col"],
    follows={"conv_output_size": [Patch("windows[:, :, ::stride, ::stride]", f"windows[{CALLED}]")]},
    prefer=["**/cs231n/fast_layers.py", "**/fast_layers.py", "**/layers.py"],
    shapes=volumes.CONV_SHAPES,
    cases=[
        *(
            Case(make, visible=make in volumes.CONVOLUTIONS[: volumes.VISIBLE], hint=volumes.HINTS[make.__name__])
            for make in volumes.CONVOLUTIONS
        ),
        Case(volumes.many_filters, reserved=True, hint=volumes.HINTS["many_filters"]),
    ],
    checks=[
        Close("out"),
        SameAs("conv_forward_naive", "out", on=("no_padding", "stride_and_padding")),
        Faster(loops="conv_forward_naive", on=("many_filters",), over="examples, filters and places"),
        PermutedBatch("out", on=("no_padding", "wide_padding")),
        NoCalls(*volumes.NOR_IN_LOOPS, on=("no_padding",)),
        InputsUnchanged(),
        Repeatable(on=("no_padding", "stride_and_padding")),
        RandomStateUntouched(on=("no_padding",)),
    ],
    mistakes=[
        Mistake(
            "loops",
            "the function goes through the places of the filters in loops",
            FIRST,
            f"    return conv_forward_naive(x, w, b, conv_param)\n{FIRST}",
        ),
        Mistake(
            "not_put_back",
            "the product is reshaped to (N, F, H', W') at once, which mixes filters and places: its rows are places, "
            "so reshape to (N, H', W', F) and then move the filters to the front",
            BACK,
            "scores.reshape(N, F, rows, columns)",
        ),
        Mistake(
            "transposed_and_mixed",
            "the transposed product is reshaped to (N, F, H', W'), which mixes examples and filters: its first axis is "
            "that of the filters",
            BACK,
            "scores.T.reshape(N, F, rows, columns)",
        ),
        Mistake(
            "places_first_and_mixed",
            "the product is reshaped to (N, F, H', W') at once, which mixes examples, filters and places: reshape to "
            "the order that it has, then move the axes",
            BACK,
            "scores.reshape(N, rows, columns, F).transpose(3, 1, 2, 0).reshape(N, F, rows, columns)",
        ),
        Mistake(
            "filters_last",
            "the filters are the last axis of out; they are the second, (N, F, H', W')",
            BACK,
            "scores.reshape(N, rows, columns, F)",
        ),
        Mistake(
            "output_transposed",
            "rows and columns of out are swapped: out is (N, F, H', W')",
            BACK,
            "scores.reshape(N, rows, columns, F).transpose(0, 3, 2, 1)",
        ),
        Mistake(
            "rows_and_columns_mixed",
            "rows and columns are taken for each other where the product is reshaped",
            BACK,
            "scores.reshape(N, columns, rows, F).transpose(0, 3, 2, 1)",
        ),
        Mistake(
            "examples_and_places_mixed",
            "examples and places are mixed: the product's rows are laid out example by example, (N, H', W')",
            BACK,
            "scores.reshape(rows, columns, N, F).transpose(2, 3, 0, 1)",
        ),
        Mistake(
            "channels_last_in_rows",
            "the windows are laid out with the channels last, the filters with the channels first: both in one order",
            "windows.transpose(0, 2, 3, 1, 4, 5)",
            "windows.transpose(0, 2, 3, 4, 5, 1)",
        ),
        Mistake(
            "channels_last_in_filters",
            "the filters are laid out with the channels last, the windows with the channels first: both in one order",
            "w.reshape(F, -1)",
            "w.transpose(0, 2, 3, 1).reshape(F, -1)",
        ),
        Mistake(
            "windows_transposed",
            "the windows are laid out column by column, the filters row by row: both in one order",
            "windows.transpose(0, 2, 3, 1, 4, 5)",
            "windows.transpose(0, 2, 3, 1, 5, 4)",
        ),
        Mistake(
            "windows_not_moved",
            "the windows are reshaped without their axes being moved first: a row holds one window, over all channels",
            LAID_OUT,
            "windows.reshape(N * rows * columns, -1)",
        ),
        Mistake(
            "filters_mixed",
            "the filters are reshaped to (C·HH·WW, F), which mixes them; reshape to (F, C·HH·WW) and transpose",
            "w.reshape(F, -1).T",
            "w.reshape(-1, F)",
        ),
        Mistake("bias_missing", "the bias is missing: b[f] is added to every entry of filter f", ".T + b", ".T"),
        Mistake(
            "bias_of_the_first",
            "the first filter's bias is added for all; filter f has b[f]",
            ".T + b ",
            ".T + b[0] ",
        ),
        Mistake("bias_subtracted", "the bias is subtracted; add it", ".T + b", ".T - b"),
        Mistake(
            "kernel_flipped",
            "the filter is flipped, as in a convolution of mathematics; in a network it is laid on as it is",
            "w.reshape(F, -1)",
            "w[:, :, ::-1, ::-1].reshape(F, -1)",
        ),
        Mistake(
            "stride_ignored",
            "the stride is ignored: the output has a place for every pixel",
            "windows[:, :, ::stride, ::stride]",
            "windows",
        ),
        Mistake(
            "stride_ignored_down",
            "the stride is ignored on the rows",
            "windows[:, :, ::stride, ::stride]",
            "windows[:, :, :, ::stride]",
        ),
        Mistake(
            "stride_ignored_across",
            "the stride is ignored on the columns",
            "windows[:, :, ::stride, ::stride]",
            "windows[:, :, ::stride]",
        ),
        Mistake(
            "stride_as_crop",
            "the first windows side by side are taken, where every stride-th is meant",
            "windows[:, :, ::stride, ::stride]",
            "windows[:, :, : -(-windows.shape[2] // stride), : -(-windows.shape[3] // stride)]",
        ),
        Mistake(
            "stride_as_crop_across",
            "the stride is ignored on the columns",
            "windows[:, :, ::stride, ::stride]",
            "windows[:, :, ::stride, : -(-windows.shape[3] // stride)]",
        ),
        Mistake(
            "stride_as_crop_down",
            "the stride is ignored on the rows",
            "windows[:, :, ::stride, ::stride]",
            "windows[:, :, : -(-windows.shape[2] // stride), ::stride]",
        ),
        Mistake("padding_ignored", "the padding is ignored: the output is too small", PADDED, "padded = x"),
        Mistake(
            "padding_of_the_stride_behind",
            "below and on the right the number of zeros is the stride; it is pad on all four sides",
            PADDED,
            "padded = np.pad(x, ((0, 0), (0, 0), (pad, stride), (pad, stride)))",
        ),
        Mistake(
            "padding_of_edges",
            'the image is padded with copies of its border (mode "edge"); pad it with zeros',
            "(pad, pad)))",
            '(pad, pad)), mode="edge")',
        ),
        Mistake(
            "padding_reflected",
            'the image is padded with its mirror image (mode "reflect"); pad it with zeros',
            "(pad, pad)))",
            '(pad, pad)), mode="reflect")',
        ),
        Mistake(
            "padding_always_one",
            "the image is padded by 1, whatever conv_param says",
            PADDED,
            PADDED.replace("pad, pad", "1, 1"),
        ),
        Mistake(
            "filter_axes_swapped",
            "height and width of the filter are swapped: w is (F, C, HH, WW)",
            "w.shape[2:], axis",
            "w.shape[:1:-1], axis",
        ),
        Mistake(
            "squares_only",
            "the function fails wherever an image or a filter is no square: are height and width taken in the wrong "
            "order? x is (N, C, H, W), w is (F, C, HH, WW)",
            PADDED,
            "if x.shape[2] != x.shape[3] or w.shape[2] != w.shape[3]:\n"
            f'        raise ValueError("no square")\n    {PADDED}',
        ),
        Mistake(
            "changes_image",
            "the image is changed in place; work on a copy",
            PADDED,
            f"{PADDED}\n    x += 0.5",
        ),
        Mistake(
            "changes_weights",
            "the filters are changed in place; work on a copy",
            BACK,
            f"{BACK}\n    w *= 0.5",
        ),
        Mistake(
            "parameters_swapped",
            'stride and pad are taken for each other: conv_param["stride"], conv_param["pad"]',
            'stride, pad = conv_param["stride"], conv_param["pad"]',
            'pad, stride = conv_param["stride"], conv_param["pad"]',
        ),
        Mistake(
            "mean_for_sum",
            "the products are averaged; add them up",
            "w.reshape(F, -1).T + b",
            "w.reshape(F, -1).T / matrix.shape[1] + b",
        ),
        Mistake(
            "first_image_only",
            "all examples give what the first gives",
            PADDED,
            PADDED,
            also=(Patch("windows = windows[:, :,", "windows = np.repeat(windows[:1], N, axis=0)[:, :,"),),
        ),
    ],
)
