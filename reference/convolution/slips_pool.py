"""Mistakes that are made in every pooling alike: in the windows' places and sizes, in the size of the output."""

from __future__ import annotations

from grader.authoring import Mistake, Patch

PLACE = "top, left = i * stride, j * stride"
READ = 'height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]'
ROWS, COLUMNS = "rows = 1 + (H - height) // stride", "columns = 1 + (W - width) // stride"
SIZES_CALLED = {
    "conv_output_size": [
        Patch(ROWS, "rows = conv_output_size(H, height, stride, 0)"),
        Patch(COLUMNS, "columns = conv_output_size(W, width, stride, 0)"),
    ]
}
"""How a pooling calls the formula for its size, where a mistake in that is carried through."""


def placing_slips():
    """The usual mistakes of a forward pass."""
    return [
        *moving_slips(" " * 12),
        Mistake(
            "one_missing_in_size",
            "a row and a column are missing: there is one place more than steps, 1 + (H - pool_height) / stride",
            ROWS,
            "rows = (H - height) // stride",
            also=(Patch(COLUMNS, "columns = (W - width) // stride"),),
        ),
        Mistake(
            "size_by_division",
            "the output's size is H / stride, which holds only where the windows lie side by side; it is "
            "1 + (H - pool_height) / stride",
            ROWS,
            "rows = H // stride",
            also=(Patch(COLUMNS, "columns = W // stride"),),
        ),
        Mistake(
            "size_by_window",
            "the output's size is H / pool_height, which holds only where the windows lie side by side; it is "
            "1 + (H - pool_height) / stride",
            ROWS,
            "rows = H // height",
            also=(Patch(COLUMNS, "columns = W // width"),),
        ),
        Mistake(
            "square_output",
            "the output is taken for a square; it has as many columns as the window has places across",
            COLUMNS,
            "columns = rows",
        ),
        Mistake(
            "last_row_missing",
            "the last row and the last column are left at zero: the loops over the places end too early",
            "for i in range(rows):\n        for j in range(columns):",
            "for i in range(rows - 1):\n        for j in range(columns - 1):",
        ),
        Mistake(
            "output_transposed",
            "rows and columns of out are swapped: out is (N, C, H', W')",
            "return out, (x",
            "return out.transpose(0, 1, 3, 2), (x",
        ),
        Mistake(
            "image_axes_swapped",
            "height and width of the image are taken in the wrong order: x is (N, C, H, W)",
            "N, C, H, W = x.shape",
            "N, C, W, H = x.shape",
        ),
        Mistake(
            "integers_in_out",
            "out is an array of whole numbers, which cuts off what is written into it: make it of floats",
            "np.zeros((N, C, rows, columns))",
            "np.zeros((N, C, rows, columns), dtype=int)",
        ),
        Mistake(
            "first_image_only",
            "all examples give what the first gives",
            "window = x[:, :,",
            "window = x[:1, :,",
        ),
        Mistake(
            "first_channel_only",
            "all channels give what the first gives: every channel is pooled by itself",
            "window = x[:, :,",
            "window = x[:, :1,",
        ),
        Mistake(
            "changes_image",
            "the image is changed in place; work on a copy",
            "return out, (x",
            "x += 0.5\n    return out, (x",
        ),
    ]


def moving_slips(indent):
    """The usual mistakes in where the windows lie, forward or backward."""
    return [
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
            "moves_by_the_window",
            "the windows move by their own size, so that they never overlap; they move by the stride",
            PLACE,
            "top, left = i * height, j * width",
        ),
        Mistake(
            "moves_by_two",
            "the windows move by 2, a hard-coded stride; they move by the stride that is given",
            PLACE,
            "top, left = i * 2, j * 2",
        ),
        Mistake(
            "indices_swapped",
            "the window of entry (i, j) begins at row j and column i: rows and columns are swapped",
            PLACE,
            "top, left = j * stride, i * stride",
        ),
        Mistake(
            "window_axes_swapped",
            "height and width of the window are swapped",
            READ,
            READ.replace("height, width,", "width, height,"),
        ),
        Mistake(
            "square_window",
            "the window is taken for a square of pool_height by pool_height; it has pool_width columns",
            READ,
            READ.replace("pool_width", "pool_height"),
        ),
        Mistake(
            "window_of_the_stride",
            "the window is as large as the stride; its size is pool_height by pool_width",
            PLACE,
            f"{PLACE}\n{indent}height, width = stride, stride",
        ),
    ]
