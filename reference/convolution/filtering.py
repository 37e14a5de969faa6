"""Filters on images: blur, emboss and outline, by hand what a network learns by itself.

CS231n, convolutional networks; Burger & Burge, Digital Image Processing (2016), ch. 5. The filter is laid on as it is,
not flipped, as in the networks.
"""

from __future__ import annotations

import numpy as np

from grader.authoring import (
    Case,
    Close,
    InputsUnchanged,
    Linear,
    Mistake,
    NoCalls,
    RandomStateUntouched,
    Repeatable,
    Translated,
    exercise,
)

from . import volumes


# solution: begin
def apply_filter(image, kernel):
    """The image, filtered: every pixel becomes a weighted sum of itself and its neighbours.

    image: (H, W) of grey values, or (H, W, C) with the colours last; each colour is filtered by itself. Numbers of any
    type, bytes too. kernel: (HH, WW), both odd. It is laid on as it is, not flipped, with its middle on the pixel.

    Returns floats of the image's shape, neither rounded nor cut off at 0 or 255. Beyond the border there are zeros.
    """
    HH, WW = kernel.shape
    H, W = image.shape[:2]
    above, before = HH // 2, WW // 2
    padded = np.pad(image, [(above, above), (before, before)] + [(0, 0)] * (image.ndim - 2))
    filtered = np.zeros(image.shape)
    for i in range(HH):
        for j in range(WW):
            filtered += kernel[i, j] * padded[i : i + H, j : j + W]
    return filtered


# solution: end


BLUR = np.array([[1.0, 2.0, 1.0], [2.0, 4.0, 2.0], [1.0, 2.0, 1.0]]) / 16
EMBOSS = np.array([[-2.0, -1.0, 0.0], [-1.0, 1.0, 1.0], [0.0, 1.0, 2.0]])
OUTLINE = np.array([[-1.0, -1.0, -1.0], [-1.0, 8.0, -1.0], [-1.0, -1.0, -1.0]])


def blur_by_hand(rng):  # noqa: ARG001 - small enough to work out on paper
    """One bright pixel beside the middle of a dark image: the kernel itself appears."""
    image = np.zeros((4, 5))
    image[1, 2] = 16.0
    return {"image": image, "kernel": BLUR}


def emboss_by_hand(rng):  # noqa: ARG001
    """One bright pixel: the kernel appears, turned by half a turn, for it is laid on as it is."""
    image = np.zeros((4, 5))
    image[2, 2] = 1.0
    return {"image": image, "kernel": EMBOSS}


def outline_of_a_square(rng):  # noqa: ARG001
    """A bright square on a dark ground: inside and outside become 0."""
    image = np.zeros((7, 8))
    image[2:6, 3:7] = 100.0
    return {"image": image, "kernel": OUTLINE}


def blur(rng):
    return {"image": rng.uniform(0.0, 255.0, (7, 9)), "kernel": BLUR}


def emboss(rng):
    return {"image": rng.uniform(0.0, 255.0, (6, 8)), "kernel": EMBOSS}


def colours(rng):
    return {"image": rng.uniform(0.0, 255.0, (6, 7, 3)), "kernel": EMBOSS}


def wide_kernel(rng):
    return {"image": rng.uniform(0.0, 255.0, (6, 9)), "kernel": rng.standard_normal((3, 5))}


def high_kernel(rng):
    return {"image": rng.uniform(0.0, 255.0, (8, 5, 3)), "kernel": rng.standard_normal((5, 1))}


def whole_numbers(rng):
    return {"image": rng.integers(0, 256, (6, 7)).astype(np.uint8), "kernel": OUTLINE}


LAID_ON = "kernel[i, j] * padded[i : i + H, j : j + W]"
PADDED = "padded = np.pad(image, [(above, above), (before, before)] + [(0, 0)] * (image.ndim - 2))"
MARGINS = "[(above, above), (before, before)] + [(0, 0)] * (image.ndim - 2))"
END = "    return filtered\n"
INSIDE = "filtered[above : H - above, before : W - before]"

EXERCISE = exercise(
    "apply_filter",
    title="Filters on images",
    uses=["apply_filter"],
    cases=[
        Case(blur_by_hand, visible=True, hint="one bright pixel: the kernel, times 16, appears around it"),
        Case(
            emboss_by_hand, visible=True, hint="one bright pixel: around it the kernel appears, turned by half a turn"
        ),
        Case(outline_of_a_square, visible=True, hint="inside the square and outside of it everything becomes 0"),
        Case(blur, hint="a blur: the kernel is symmetric, the border is where things go wrong"),
        Case(emboss, hint="an emboss: its kernel is another one when it is flipped"),
        Case(colours, hint="a coloured image, (H, W, 3): each colour by itself"),
        Case(wide_kernel, hint="a kernel of 3 rows and 5 columns"),
        Case(high_kernel, hint="a kernel of 5 rows and 1 column, on a coloured image"),
        Case(whole_numbers, hint="an image of bytes: what comes out may be negative, or above 255"),
    ],
    checks=[
        Close("filtered"),
        Linear("filtered", wrt="image", on=("emboss", "colours")),
        Translated("filtered", wrt="image", axes=(0, 1), stride=1, on=("emboss", "wide_kernel")),
        NoCalls(*volumes.NOT_BY_HAND, on=("blur",)),
        InputsUnchanged(),
        Repeatable(on=("blur",)),
        RandomStateUntouched(on=("blur",)),
    ],
    mistakes=[
        Mistake(
            "turned_into_bytes",
            "the result is turned into bytes, which have no sign and end at 255; leave it of floats",
            "return filtered",
            "return filtered.astype(np.uint8)",
        ),
        Mistake(
            "assigned",
            "the result is assigned (=) where it should be added to (+=): only the kernel's last number counts",
            "filtered += kernel[i, j]",
            "filtered = kernel[i, j]",
        ),
        Mistake(
            "last_row_of_kernel_left_out",
            "the kernel's last row is left out: the loop over its rows ends too early",
            "for i in range(HH):",
            "for i in range(HH - 1):",
        ),
        Mistake(
            "last_column_of_kernel_left_out",
            "the kernel's last column is left out: the loop over its columns ends too early",
            "for j in range(WW):",
            "for j in range(WW - 1):",
        ),
        Mistake(
            "kernel_flipped",
            "the kernel is flipped, as in a convolution of mathematics; here it is laid on as it is, as in a network",
            "kernel[i, j] *",
            "kernel[HH - 1 - i, WW - 1 - j] *",
        ),
        Mistake(
            "kernel_flipped_down",
            "the kernel is turned upside down",
            "kernel[i, j] *",
            "kernel[HH - 1 - i, j] *",
        ),
        Mistake("kernel_flipped_across", "the kernel is mirrored", "kernel[i, j] *", "kernel[i, WW - 1 - j] *"),
        Mistake(
            "kernel_axes_swapped",
            "rows and columns of the kernel are swapped",
            "HH, WW = kernel.shape",
            "kernel = kernel.T\n    HH, WW = kernel.shape",
        ),
        Mistake(
            "square_kernel",
            "the kernel is taken for a square, or for 3 by 3; it has HH rows and WW columns, any odd numbers",
            "HH, WW = kernel.shape",
            "HH = WW = kernel.shape[0]",
        ),
        Mistake(
            "border_lost",
            "the result is smaller than the image: pad the image with zeros, so that its border is filtered, too",
            END,
            "    return filtered[above : H - above, before : W - before]\n",
        ),
        Mistake(
            "border_left_dark",
            "the border is left at 0: zeros lie beyond the image, but its own border is filtered like the rest",
            END,
            f"    inside = {INSIDE}.copy()\n    filtered[:] = 0.0\n    {INSIDE} = inside\n    return filtered\n",
        ),
        Mistake(
            "border_as_it_was",
            "the border is copied from the image; it is filtered like the rest, with zeros beyond it",
            END,
            f"    inside = {INSIDE}.copy()\n    filtered[:] = image\n    {INSIDE} = inside\n    return filtered\n",
        ),
        Mistake(
            "padding_behind",
            "the kernel begins at the pixel; its middle belongs there: pad on all four sides",
            MARGINS,
            "[(0, 2 * above), (0, 2 * before)] + [(0, 0)] * (image.ndim - 2))",
        ),
        Mistake(
            "padding_before",
            "the kernel ends at the pixel; its middle belongs there: pad on all four sides",
            MARGINS,
            "[(2 * above, 0), (2 * before, 0)] + [(0, 0)] * (image.ndim - 2))",
        ),
        Mistake(
            "padded_alike",
            "rows and columns are padded alike, by half the rows of the kernel; columns by half of its columns",
            MARGINS,
            "[(above, above + HH + WW), (above, above + HH + WW)] + [(0, 0)] * (image.ndim - 2))",
        ),
        Mistake(
            "padding_of_edges",
            'beyond the border stand copies of it (mode "edge"); zeros are asked for',
            MARGINS,
            f'{MARGINS[:-1]}, mode="edge")',
        ),
        Mistake(
            "padding_reflected",
            'beyond the border stands the mirror image (mode "reflect"); zeros are asked for',
            MARGINS,
            f'{MARGINS[:-1]}, mode="reflect")',
        ),
        Mistake(
            "padding_symmetric",
            'beyond the border stands the mirror image (mode "symmetric"); zeros are asked for',
            MARGINS,
            f'{MARGINS[:-1]}, mode="symmetric")',
        ),
        Mistake(
            "padding_wrapped",
            'beyond the border stands the other side of the image (mode "wrap", or np.roll); zeros are asked for',
            MARGINS,
            f'{MARGINS[:-1]}, mode="wrap")',
        ),
        Mistake(
            "divided_by_sum",
            "the result is divided by the sum of the kernel, which is 0 for an outline; use the kernel as it is",
            END,
            "    return filtered / kernel.sum()\n",
        ),
        Mistake(
            "divided_by_sum_unless_zero",
            "the result is divided by the sum of the kernel; use the kernel as it is",
            END,
            "    return filtered / (kernel.sum() or 1.0)\n",
        ),
        Mistake(
            "divided_by_size",
            "the result is divided by the number of the kernel's entries; use the kernel as it is",
            END,
            "    return filtered / kernel.size\n",
        ),
        Mistake(
            "clipped",
            "the result is cut off at 0 and 255; leave it as it is",
            END,
            "    return np.clip(filtered, 0, 255)\n",
        ),
        Mistake(
            "clipped_at_zero",
            "negative values are cut off at 0; leave the result as it is",
            END,
            "    return np.maximum(filtered, 0)\n",
        ),
        Mistake(
            "absolute",
            "the result has lost its signs; leave it as it is",
            END,
            "    return np.abs(filtered)\n",
        ),
        Mistake(
            "rounded",
            "the result is rounded to whole numbers; leave it as it is",
            END,
            "    return np.round(filtered)\n",
        ),
        Mistake(
            "in_whole_numbers",
            "the result is of the image's type: bytes are cut off, and start again behind 255; make it of floats",
            END,
            "    return filtered.astype(np.int64).astype(image.dtype) if image.dtype.kind == 'u' else filtered\n",
        ),
        Mistake(
            "sum_of_colours",
            "the colours are added up; each is filtered by itself, and the result has the image's shape",
            END,
            "    return filtered.sum(axis=2) if image.ndim == 3 else filtered\n",
        ),
        Mistake(
            "sum_of_colours_in_each",
            "every colour of the result is the sum over all colours; each is filtered by itself",
            END,
            "    if image.ndim == 3:\n        filtered[:] = filtered.sum(axis=2, keepdims=True)\n    return filtered\n",
        ),
        Mistake(
            "mean_of_colours",
            "the colours are averaged to grey; each is filtered by itself, and the result has the image's shape",
            END,
            "    return filtered.mean(axis=2) if image.ndim == 3 else filtered\n",
        ),
        Mistake(
            "first_colour_only",
            "only the first colour is filtered; each is filtered by itself",
            LAID_ON,
            "kernel[i, j] * (padded[..., :1] if image.ndim == 3 else padded)[i : i + H, j : j + W]",
        ),
        Mistake(
            "grey_images_only",
            "the function fails on coloured images: there, image.shape has three entries",
            "H, W = image.shape[:2]",
            "H, W = image.shape",
        ),
        Mistake(
            "colours_padded",
            "the function fails on coloured images: are the colours padded as well? pad rows and columns alone",
            PADDED,
            "padded = np.pad(image, above)",
        ),
        Mistake(
            "added_to_the_image",
            "the filtered image is added to the image itself",
            "filtered = np.zeros(image.shape)",
            "filtered = image.astype(float)",
        ),
        Mistake(
            "in_place",
            "the image is filtered in place, so that pixels are made of neighbours that are filtered already",
            END,
            "    work = np.pad(image.astype(float), [(above, above), (before, before)] + [(0, 0)] * (image.ndim - 2))\n"
            "    for row in range(H):\n"
            "        for column in range(W):\n"
            "            block = work[row : row + HH, column : column + WW]\n"
            "            work[row + above, column + before] = np.tensordot(kernel, block, axes=2)\n"
            "    return work[above : above + H, before : before + W]\n",
        ),
        Mistake(
            "changes_image",
            "the caller's image is changed; work on a copy",
            END,
            "    image[0, 0] = 0\n    return filtered\n",
        ),
    ],
)
