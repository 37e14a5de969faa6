"""Convolution, forward: every filter is laid on every window of the padded image.

CS231n, convolutional networks. As there, "convolution" means that the filter is laid on as it is, not flipped
(a cross-correlation).
"""

from __future__ import annotations

import numpy as np

from grader.authoring import (
    BatchOfOne,
    Case,
    Close,
    InputsUnchanged,
    Linear,
    Mistake,
    Patch,
    PermutedBatch,
    RandomStateUntouched,
    Repeatable,
    Translated,
    exercise,
)

from . import by_pytorch, volumes
from .output_size import conv_output_size  # noqa: F401 - its formula may be called


# solution: begin
def conv_forward_naive(x, w, b, conv_param):
    """The forward pass of a convolution, as plainly as you like: loops are welcome.

    x: (N, C, H, W) images. w: (F, C, HH, WW) filters, each as deep as the images. b: (F,) biases, one per filter.
    conv_param: {"stride": by how much a filter moves, down and across; "pad": zeros added on each of the four sides}.

    Returns out and cache. out: (N, F, H', W'), where H' = 1 + (H + 2 pad - HH) / stride and W' = 1 + (W + 2 pad - WW)
    / stride. out[n, f, i, j] is the sum of w[f] times the window of the padded image n that begins at row i stride and
    column j stride, plus b[f]. cache: whatever conv_backward_naive needs.
    """
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, _, H, W = x.shape
    F, _, HH, WW = w.shape
    rows = 1 + (H + 2 * pad - HH) // stride
    columns = 1 + (W + 2 * pad - WW) // stride
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))

    out = np.zeros((N, F, rows, columns))
    for n in range(N):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    top, left = i * stride, j * stride
                    window = padded[n, :, top : top + HH, left : left + WW]
                    out[n, f, i, j] = np.sum(window * w[f]) + b[f]
    return out, (x, w, b, conv_param)


# solution: end


PADDED = "padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))"
PLACE = "top, left = i * stride, j * stride"
WINDOW = "padded[n, :, top : top + HH, left : left + WW]"
ENTRY = "np.sum(window * w[f]) + b[f]"
SIZES = "    rows = 1 + (H + 2 * pad - HH) // stride\n    columns = 1 + (W + 2 * pad - WW) // stride\n"

MISTAKES = [
    Mistake("bias_missing", "the bias is missing: b[f] is added to every entry of filter f", ENTRY, ENTRY[:-7]),
    Mistake(
        "bias_per_weight",
        "the bias is added inside the sum, once for every weight of the filter; add it once per window, after the sum",
        ENTRY,
        "np.sum(window * w[f] + b[f])",
    ),
    Mistake(
        "bias_per_channel",
        "the bias is added once for every channel; add it once per window",
        ENTRY,
        "np.sum(window * w[f]) + len(w[f]) * b[f]",
    ),
    Mistake("bias_of_the_first", "the first filter's bias is added for all; filter f has b[f]", "+ b[f]", "+ b[0]"),
    Mistake("bias_of_all", "the sum of all biases is added; filter f has b[f] alone", "+ b[f]", "+ np.sum(b)"),
    Mistake("bias_subtracted", "the bias is subtracted; add it", "+ b[f]", "- b[f]"),
    Mistake(
        "kernel_flipped",
        "the filter is flipped, as in a convolution of mathematics; in a network it is laid on as it is",
        "window * w[f]",
        "window * w[f, :, ::-1, ::-1]",
    ),
    Mistake(
        "kernel_flipped_down",
        "the filter is turned upside down: its rows are in reverse order",
        "window * w[f]",
        "window * w[f, :, ::-1]",
    ),
    Mistake(
        "kernel_flipped_across",
        "the filter is mirrored: its columns are in reverse order",
        "window * w[f]",
        "window * w[f, :, :, ::-1]",
    ),
    Mistake(
        "kernel_and_channels_flipped",
        "the filter is flipped with its channels; it is laid on as it is, channel on channel",
        "window * w[f]",
        "window * w[f, ::-1, ::-1, ::-1]",
    ),
    Mistake(
        "channels_reversed",
        "the channels of the filter meet those of the image in reverse order",
        "window * w[f]",
        "window * w[f, ::-1]",
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
        "moves_by_the_filter",
        "the windows move by the size of the filter, so that they never overlap; they move by the stride",
        PLACE,
        "top, left = i * HH, j * WW",
    ),
    Mistake(
        "indices_swapped",
        "the window of entry (i, j) begins at row j and column i: rows and columns are swapped",
        PLACE,
        "top, left = j * stride, i * stride",
    ),
    Mistake(
        "padding_forgotten",
        "the windows are cut out of the image without its padding, though the output is as large as with it",
        PADDED,
        "padded = x",
    ),
    Mistake(
        "padding_ignored",
        "the padding is ignored: the output has the size that it would have with pad = 0",
        PADDED,
        "padded = x",
        also=(Patch("(H + 2 * pad - HH)", "(H - HH)"), Patch("(W + 2 * pad - WW)", "(W - WW)")),
    ),
    Mistake(
        "padding_once_in_size",
        "the output's size counts the padding once; it is on both sides: H + 2 pad - HH",
        "(H + 2 * pad - HH)",
        "(H + pad - HH)",
        also=(Patch("(W + 2 * pad - WW)", "(W + pad - WW)"),),
    ),
    Mistake(
        "padding_on_one_axis",
        "only the rows are padded; zeros belong on all four sides",
        PADDED,
        "padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (0, 0)))",
    ),
    Mistake(
        "padding_behind",
        "the zeros are added below and on the right only; half of them belong above and on the left",
        PADDED,
        "padded = np.pad(x, ((0, 0), (0, 0), (0, 2 * pad), (0, 2 * pad)))",
    ),
    Mistake(
        "padding_before",
        "the zeros are added above and on the left only; half of them belong below and on the right",
        PADDED,
        "padded = np.pad(x, ((0, 0), (0, 0), (2 * pad, 0), (2 * pad, 0)))",
    ),
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
        "padding_wrapped",
        'the image is padded with its other side (mode "wrap"); pad it with zeros',
        "(pad, pad)))",
        '(pad, pad)), mode="wrap")',
    ),
    Mistake(
        "padding_of_ones",
        "the image is padded with ones; pad it with zeros",
        "(pad, pad)))",
        "(pad, pad)), constant_values=1.0)",
    ),
    Mistake(
        "padding_on_every_axis",
        "the function fails wherever pad is not 0: np.pad(x, pad) pads the batch and the channels, too; name the pads "
        "of all four axes",
        PADDED,
        "padded = np.pad(x, pad)",
    ),
    Mistake(
        "image_axes_swapped",
        "height and width of the image are taken in the wrong order: x is (N, C, H, W)",
        "N, _, H, W = x.shape",
        "N, _, W, H = x.shape",
    ),
    Mistake(
        "filter_axes_swapped",
        "height and width of the filter are taken in the wrong order: w is (F, C, HH, WW)",
        "F, _, HH, WW = w.shape",
        "F, _, WW, HH = w.shape",
    ),
    Mistake(
        "square_filter",
        "the filter is taken for a square of HH by HH; it has WW columns",
        "F, _, HH, WW = w.shape",
        "F, _, HH, _ = w.shape\n    WW = HH",
    ),
    Mistake(
        "square_output",
        "the output is taken for a square; it has as many columns as the filter has places across",
        "columns = 1 + (W + 2 * pad - WW) // stride",
        "columns = rows",
    ),
    Mistake(
        "first_channel_only",
        "only the first channel is looked at; a filter is as deep as the image, sum over all channels",
        "window * w[f]",
        "window[0] * w[f, 0]",
    ),
    Mistake(
        "last_channel_only",
        "only the last channel counts: the sums of the channels overwrite each other (= where += is meant)",
        "window * w[f]",
        "window[-1] * w[f, -1]",
    ),
    Mistake(
        "first_filter_only", "all filters give what the first gives: w[f] is meant", "window * w[f]", "window * w[0]"
    ),
    Mistake("first_image_only", "all examples give what the first gives: padded[n] is meant", "padded[n,", "padded[0,"),
    Mistake("mean_for_sum", "the products are averaged; add them up", "np.sum(window", "np.mean(window"),
    Mistake(
        "filter_only",
        "the weights are summed without the image: multiply the window by the filter",
        "np.sum(window * w[f])",
        "np.sum(w[f])",
    ),
    Mistake(
        "one_missing_in_size",
        "a row and a column are missing: there is one place more than steps, 1 + (H + 2 pad - HH) / stride",
        SIZES,
        SIZES.replace("1 + ", ""),
    ),
    Mistake(
        "last_row_missing",
        "the last row and the last column are left at zero: the loops over the places end too early",
        "for i in range(rows):\n                for j in range(columns):",
        "for i in range(rows - 1):\n                for j in range(columns - 1):",
    ),
    Mistake(
        "filters_last",
        "the filters are the last axis of out; they are the second, (N, F, H', W')",
        "return out, (x",
        "return out.transpose(0, 2, 3, 1), (x",
    ),
    Mistake(
        "output_transposed",
        "rows and columns of out are swapped: out is (N, F, H', W')",
        "return out, (x",
        "return out.transpose(0, 1, 3, 2), (x",
    ),
    Mistake(
        "clipped_at_zero",
        "negative entries are cut off, as by a ReLU; a convolution alone has none",
        ENTRY,
        f"max(0.0, {ENTRY})",
    ),
    Mistake(
        "integers_in_out",
        "out is an array of whole numbers, which cuts off what is written into it: make it of floats",
        "np.zeros((N, F, rows, columns))",
        "np.zeros((N, F, rows, columns), dtype=int)",
    ),
    Mistake(
        "parameters_swapped",
        'stride and pad are taken for each other: conv_param["stride"], conv_param["pad"]',
        'stride, pad = conv_param["stride"], conv_param["pad"]',
        'pad, stride = conv_param["stride"], conv_param["pad"]',
    ),
    Mistake(
        "squares_only",
        "the function fails wherever an image or a filter is no square: are height and width taken in the wrong order? "
        "x is (N, C, H, W), w is (F, C, HH, WW)",
        SIZES,
        f'    if (H, HH) != (W, WW):\n        raise ValueError("no square")\n{SIZES}',
    ),
    Mistake(
        "changes_image",
        "the image is changed in place; work on a copy",
        PADDED,
        f"{PADDED}\n    x += 0.5",
    ),
]

EXERCISE = exercise(
    "conv_forward_naive",
    title="Convolution, forward",
    oracle=by_pytorch.conv_forward,
    uses=["conv_forward_naive"],
    follows={
        "conv_output_size": [
            Patch("1 + (H + 2 * pad - HH) // stride", "conv_output_size(H, HH, stride, pad)"),
            Patch("1 + (W + 2 * pad - WW) // stride", "conv_output_size(W, WW, stride, pad)"),
        ]
    },
    prefer=["**/cs231n/layers.py", "**/layers.py"],
    shapes=volumes.CONV_SHAPES,
    cases=[
        Case(make, visible=make in volumes.CONVOLUTIONS[: volumes.VISIBLE], hint=volumes.HINTS[make.__name__])
        for make in volumes.CONVOLUTIONS
    ],
    checks=[
        Close("out"),
        Linear("out", wrt="x", on=("stride_and_padding",)),
        Translated("out", on=("no_padding", "wide_padding")),
        PermutedBatch("out", on=("no_padding", "wide_padding")),
        BatchOfOne("out", on=("no_padding", "stride_and_padding")),
        InputsUnchanged(),
        Repeatable(on=("no_padding", "stride_and_padding")),
        RandomStateUntouched(on=("no_padding",)),
    ],
    mistakes=MISTAKES,
)
