"""Max pooling, backward: every entry of dout goes back to the one entry that was the largest of its window.

CS231n, convolutional networks. Where several entries of a window share the maximum, the gradient is not unique; any
subgradient is right: one of them gets dout, or they share it.
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
    Subgradient,
    Variant,
    exercise,
)

from . import by_pytorch, volumes
from .max_pool_forward import max_pool_forward_naive  # noqa: F401 - the probe takes its cache
from .slips_pool import moving_slips


# solution: begin
def max_pool_backward_naive(dout, cache):
    """The backward pass of max_pool_forward_naive, as plainly as you like.

    dout: (N, C, H', W') gradient of some loss with respect to out. cache: what your max_pool_forward_naive returned.

    Returns dx, the gradient of that loss with respect to x, of shape (N, C, H, W). Where several entries of a window
    share the maximum, one of them gets the window's gradient, or they share it.
    """
    x, pool_param = cache
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(dout.shape):
        top, left = i * stride, j * stride
        window = x[n, c, top : top + height, left : left + width]
        row, column = np.unravel_index(np.argmax(window), window.shape)
        dx[n, c, top + row, left + column] += dout[n, c, i, j]
    return dx


# solution: end


TO_ONE = "dx[n, c, top + row, left + column] += dout[n, c, i, j]"
TO_WINDOW = "dx[n, c, top : top + height, left : left + width]"
END = "    return dx\n"
TIED = (
    "where entries of a window share the maximum, they get its gradient once, together: one of them all of it, or "
    "each a share"
)

EXERCISE = exercise(
    "max_pool_backward_naive",
    title="Max pooling, backward",
    oracle=by_pytorch.max_pool_backward,
    uses=["max_pool_forward_naive", "max_pool_backward_naive"],
    follows=["max_pool_forward_naive"],
    prefer=["**/cs231n/layers.py", "**/layers.py"],
    shapes=volumes.POOL_SHAPES,
    cases=[
        *(
            Case(
                volumes.pool_with_upstream(make),
                visible=make in volumes.POOLINGS[: volumes.VISIBLE],
                hint=volumes.POOL_HINTS[make.__name__],
            )
            for make in volumes.POOLINGS
        ),
        Case(volumes.tied, reserved=True, visible=True, hint="windows in which several entries are the largest"),
    ],
    checks=[
        Close("dx"),
        Adjoint(
            "dx", wrt="x", of="max_pool_forward_naive", reach=0.01, on=("not_square", "overlapping", "all_negative")
        ),
        Subgradient("dx", wrt="x", of="max_pool_forward_naive", says=TIED, on=("tied",)),
        PermutedBatch("dx", on=("not_square", "overlapping")),
        InputsUnchanged(),
        Repeatable(on=("not_square",)),
        RandomStateUntouched(on=("not_square",)),
    ],
    variants=[
        Variant(
            "ties_to_the_last",
            "of several largest entries the last gets the gradient",
            "row, column = np.unravel_index(np.argmax(window), window.shape)",
            "row, column = np.argwhere(window == window.max())[-1]",
        ),
        Variant(
            "ties_share",
            "several largest entries share the gradient evenly",
            TO_ONE,
            f"{TO_WINDOW} += dout[n, c, i, j] * (window == window.max()) / np.sum(window == window.max())",
        ),
    ],
    mistakes=[
        Mistake(
            "stride_ignored_in_dx",
            "the window is found where it is, but its gradient is written to row i and column j without the stride",
            "dx[n, c, top + row, left + column]",
            "dx[n, c, i + row, j + column]",
        ),
        Mistake(
            "all_ties",
            "where entries of a window share the maximum, each gets the whole gradient: together they should get it "
            "once (one of them, or each its share)",
            TO_ONE,
            f"{TO_WINDOW} += dout[n, c, i, j] * (window == window.max())",
        ),
        *moving_slips(" " * 8),
        Mistake(
            "assigned",
            "dx is assigned (=) where it should be added to (+=): an entry may be the largest of several windows",
            TO_ONE,
            TO_ONE.replace("+=", "="),
        ),
        Mistake(
            "window_assigned",
            "each window's part of dx is assigned (=) as a whole, which wipes out what other windows had put there",
            TO_ONE,
            f"{TO_WINDOW} = dout[n, c, i, j] * (window == window.max())",
        ),
        Mistake(
            "to_the_whole_window",
            "the gradient goes to every entry of the window; it goes to the largest alone",
            TO_ONE,
            f"{TO_WINDOW} += dout[n, c, i, j]",
        ),
        Mistake(
            "spread_evenly",
            "the gradient is spread evenly over the window, as in average pooling; it goes to the largest entry alone",
            TO_ONE,
            f"{TO_WINDOW} += dout[n, c, i, j] / (height * width)",
        ),
        Mistake(
            "to_the_first_entry",
            "the gradient goes to the first entry of each window; it goes to the largest",
            TO_ONE,
            "dx[n, c, top, left] += dout[n, c, i, j]",
        ),
        Mistake(
            "to_the_smallest",
            "the gradient goes to the smallest entry of each window; it goes to the largest",
            "np.argmax(window)",
            "np.argmin(window)",
        ),
        Mistake(
            "to_the_largest_in_size",
            "the gradient goes to the entry that is largest in size, whatever its sign; it goes to the largest",
            "np.argmax(window)",
            "np.argmax(np.abs(window))",
        ),
        Mistake(
            "window_not_found_again",
            "the place inside the window is taken for a place in the image: add the row and the column where the "
            "window begins",
            TO_ONE,
            "dx[n, c, row, column] += dout[n, c, i, j]",
        ),
        Mistake(
            "row_and_column_swapped",
            "row and column of the largest entry are swapped",
            "row, column = np.unravel",
            "column, row = np.unravel",
        ),
        Mistake(
            "unravelled_by_width",
            "the largest entry's place is worked out with the window's height where its width belongs: an index runs "
            "through a row first, divmod(index, width)",
            "np.unravel_index(np.argmax(window), window.shape)",
            "divmod(int(np.argmax(window)), height)",
        ),
        Mistake(
            "unravelled_by_width_of_channel",
            "the largest entry's place is worked out with the window's height where its width belongs: an index runs "
            "through a row first, index // width and index % width",
            "np.unravel_index(np.argmax(window), window.shape)",
            "divmod(int(np.argmax(window)), height)",
            also=(Patch(TO_ONE, "dx[n, c].reshape(-1)[(top + row) * x.shape[3] + left + column] += dout[n, c, i, j]"),),
        ),
        Mistake(
            "largest_of_the_image",
            "the largest entry is looked for in the whole channel; every window has its own",
            TO_ONE,
            f"{TO_WINDOW} += dout[n, c, i, j] * (window == x[n, c].max())",
        ),
        Mistake(
            "largest_of_the_channels",
            "the largest entry is looked for in all channels at once; every channel has its own",
            TO_ONE,
            f"{TO_WINDOW} += dout[n, c, i, j] * (window == x[n, :, top : top + height, left : left + width].max())",
        ),
        Mistake(
            "first_channel_decides",
            "the first channel decides where the gradient goes in all channels; every channel has its own maximum",
            "window = x[n, c,",
            "window = x[n, 0,",
        ),
        Mistake(
            "first_example_decides",
            "the first image decides where the gradient goes in all images; every image has its own maximum",
            "window = x[n, c,",
            "window = x[0, c,",
        ),
        Mistake(
            "without_upstream",
            "dx leaves dout out: the largest entry gets its window's entry of dout, not 1",
            TO_ONE,
            TO_ONE.replace("dout[n, c, i, j]", "1.0"),
        ),
        Mistake(
            "times_the_largest",
            "the gradient is multiplied by the largest entry; it goes back to it as it is",
            TO_ONE,
            TO_ONE.replace("dout[n, c, i, j]", "dout[n, c, i, j] * window.max()"),
        ),
        Mistake(
            "value_for_gradient",
            "dx gets the largest entries themselves; it should get dout where they stood",
            TO_ONE,
            TO_ONE.replace("dout[n, c, i, j]", "window.max()"),
        ),
        Mistake("negated", "dx has the wrong sign", END, "    return -dx\n"),
        Mistake("unfinished", "dx is zero throughout, as in a starter: it is unfinished", END, "    return 0.0 * dx\n"),
        Mistake(
            "last_row_missing",
            "the last row and the last column of dout are left out: the loops over the places end too early",
            "np.ndindex(dout.shape)",
            "np.ndindex(dout[:, :, :-1, :-1].shape)",
        ),
        Mistake(
            "first_example_only",
            "only the first example is gone through",
            "np.ndindex(dout.shape)",
            "np.ndindex(dout[:1].shape)",
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
    ],
)
