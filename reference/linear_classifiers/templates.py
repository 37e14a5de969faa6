"""Class templates: the columns of a linear classifier as pictures, which show what each class looks for.

CS231n, lecture 3 ("interpreting a linear classifier: template matching").
"""

from __future__ import annotations

import numpy as np

from grader.authoring import (
    Case,
    Close,
    InputsUnchanged,
    Mistake,
    Patch,
    RandomStateUntouched,
    Repeatable,
    Within,
    exercise,
)


# solution: begin
def class_templates(W, image_shape):
    """One picture per class: its weights, stretched so that the smallest becomes 0 and the largest 255.

    W: (D, C) weights, a column per class. Where D is one more than an image has pixels, the last row is the bias
    and is left out. image_shape: shape of an image, such as (32, 32, 3); its pixels are in W in C order.

    Returns floats of shape (C, *image_shape). Every class is stretched by itself, over its whole picture.
    """
    num_pixels = int(np.prod(image_shape))
    weights = W[:num_pixels].T  # (C, pixels)
    lowest = weights.min(axis=1, keepdims=True)
    highest = weights.max(axis=1, keepdims=True)
    stretched = 255.0 * (weights - lowest) / (highest - lowest)
    return stretched.reshape(-1, *image_shape)


# solution: end


def _weights(rng, image_shape, C, bias=False):
    """Every class with a range of its own; the bias lies far outside of all."""
    spread, middle = rng.uniform(0.5, 3.0, C), rng.uniform(-2.0, 2.0, C)
    W = middle + spread * rng.standard_normal((int(np.prod(image_shape)), C))
    return {"W": np.vstack([W, rng.uniform(20.0, 30.0, (1, C))]) if bias else W, "image_shape": list(image_shape)}


def two_by_two(rng):  # noqa: ARG001 - small enough to work out by hand
    W = np.array([[0.0, -1.0], [1.0, 0.0], [2.0, 1.0], [5.0, 3.0]])
    return {"W": W, "image_shape": [2, 2]}


def small_pictures(rng):
    return _weights(rng, (3, 2), C=4)


def small_with_bias(rng):
    return _weights(rng, (2, 2), C=3, bias=True)


def coloured_pictures(rng):
    return _weights(rng, (4, 5, 3), C=6)


def with_bias(rng):
    return _weights(rng, (5, 3), C=4, bias=True)


def coloured_with_bias(rng):
    return _weights(rng, (3, 4, 3), C=2, bias=True)


OF_COLOURS = (
    "np.broadcast_to(weights.reshape(-1, *image_shape).{which}(axis=(1, 2), keepdims=True), "
    "(len(weights), *image_shape)).reshape(weights.shape)"
)
"""The smallest or largest weight of each colour of a class: of the whole picture, where there are no colours."""

EXERCISE = exercise(
    "class_templates",
    title="Class templates",
    uses=["class_templates"],
    shapes={"W": "D C"},
    cases=[
        Case(two_by_two, visible=True, hint="the first class has the weights 0, 1, 2, 5: they become 0, 51, 102, 255"),
        Case(small_pictures, visible=True, hint="pictures of 3 rows and 2 columns: one column of W is one picture"),
        Case(
            small_with_bias, visible=True, hint="W has one row more than a picture has pixels: the last one is the bias"
        ),
        Case(coloured_pictures, hint="pictures with three colour channels, stretched together"),
        Case(with_bias, hint="W has one row more than a picture has pixels: the last one is the bias"),
        Case(coloured_with_bias, hint="W has one row more than a picture has pixels: the last one is the bias"),
    ],
    checks=[
        Close("images"),
        Within("images", 0.0, 255.0),
        InputsUnchanged(),
        Repeatable(on=("small_pictures",)),
        RandomStateUntouched(on=("small_pictures",)),
    ],
    mistakes=[
        Mistake(
            "one_scale_for_all",
            "all classes are stretched by the smallest and largest weight of all of W; each class has its own",
            "weights.min(axis=1, keepdims=True)",
            "weights.min()",
            also=(Patch("weights.max(axis=1, keepdims=True)", "weights.max()"),),
        ),
        Mistake(
            "scale_of_first_class",
            "all classes are stretched by the smallest and largest weight of the first class; each class has its own",
            "weights.min(axis=1, keepdims=True)",
            "weights[0].min()",
            also=(Patch("weights.max(axis=1, keepdims=True)", "weights[0].max()"),),
        ),
        Mistake(
            "stretched_around_zero",
            "the pictures are stretched so that a weight of 0 stays in the middle; the smallest weight becomes 0, "
            "the largest 255",
            "255.0 * (weights - lowest) / (highest - lowest)",
            "127.5 * (1 + weights / np.maximum(highest, -lowest))",
        ),
        Mistake(
            "pixel_by_pixel",
            "the smallest and largest weights are taken over the classes of a pixel, not over the pixels of a class",
            "weights.min(axis=1, keepdims=True)",
            "weights.min(axis=0, keepdims=True)",
            also=(Patch("weights.max(axis=1, keepdims=True)", "weights.max(axis=0, keepdims=True)"),),
        ),
        Mistake(
            "colour_by_colour",
            "every colour is stretched by itself; a class is stretched as a whole, all its colours together",
            "weights.min(axis=1, keepdims=True)",
            OF_COLOURS.format(which="min"),
            also=(Patch("weights.max(axis=1, keepdims=True)", OF_COLOURS.format(which="max")),),
        ),
        Mistake(
            "not_stretched",
            "the weights are returned as they are; stretch them to the range from 0 to 255",
            "255.0 * (weights - lowest) / (highest - lowest)",
            "weights",
        ),
        Mistake(
            "zero_to_one",
            "the pictures run from 0 to 1; they should run from 0 to 255",
            "255.0 * (weights",
            "1.0 * (weights",
        ),
        Mistake("up_to_256", "the largest value is 256; a byte ends at 255", "255.0 * (weights", "256.0 * (weights"),
        Mistake(
            "lowest_not_subtracted",
            "the weights are divided by their range without the smallest being subtracted first",
            "255.0 * (weights - lowest)",
            "255.0 * weights",
        ),
        Mistake(
            "divided_by_largest",
            (
                "after the smallest weight is subtracted, the largest is no longer the range: divide by "
                "largest minus smallest"
            ),
            "/ (highest - lowest)",
            "/ highest",
        ),
        Mistake(
            "clipped",
            "the weights are clipped to 0 to 255 instead of being stretched",
            "255.0 * (weights - lowest) / (highest - lowest)",
            "np.clip(weights, 0, 255)",
        ),
        Mistake(
            "absolute",
            "the absolute values of the weights are stretched: negative weights matter as much, with their sign",
            "weights = W[:num_pixels].T",
            "weights = np.abs(W[:num_pixels].T)",
        ),
        Mistake(
            "negative",
            "the pictures are negatives: the largest weight should become 255, not 0",
            "(weights - lowest)",
            "(highest - weights)",
        ),
        Mistake(
            "not_transposed",
            "W is reshaped without being transposed: its columns are the classes, its rows the pixels",
            "stretched.reshape(-1, *image_shape)",
            "stretched.T.reshape(-1, *image_shape)",
        ),
        Mistake(
            "columns_as_rows",
            (
                "W is reshaped without being transposed, so that pixels of all classes are mixed: its "
                "columns are the classes"
            ),
            "W[:num_pixels].T",
            "W[:num_pixels].reshape(-1, num_pixels)",
        ),
        Mistake(
            "bias_kept",
            "the bias is kept, so that W has more rows than a picture has pixels: leave its last row out",
            "W[:num_pixels].T",
            "W.T.reshape(W.shape[1], num_pixels)",
        ),
        Mistake(
            "always_drops_last_row",
            (
                "the last row of W is always dropped; it is the bias only where W has one row more than "
                "an image has pixels"
            ),
            "W[:num_pixels]",
            "W[:-1]",
        ),
        Mistake(
            "class_axis_last",
            "the classes are the last axis of the result; they should be the first",
            "stretched.reshape(-1, *image_shape)",
            "np.moveaxis(stretched.reshape(-1, *image_shape), 0, -1)",
        ),
        Mistake(
            "fortran_order",
            "the pixels are filled in column by column; they lie in W row by row (C order)",
            "stretched.reshape(-1, *image_shape)",
            "np.stack([row.reshape(image_shape, order='F') for row in stretched])",
        ),
        Mistake(
            "first_row_dropped",
            "the first row of W is dropped as the bias; the bias is the last row",
            "W[:num_pixels]",
            "W[len(W) - num_pixels :]",
        ),
        Mistake(
            "bias_stretched",
            "the bias takes part in the stretching: drop it before smallest and largest are looked for",
            "weights.min(axis=1, keepdims=True)",
            "W.min(axis=0)[:, None]",
            also=(Patch("weights.max(axis=1, keepdims=True)", "W.max(axis=0)[:, None]"),),
        ),
        Mistake(
            "rounded_down",
            "the pictures are whole numbers: leave them floats, rounding loses what the weights say",
            "return stretched.reshape(-1, *image_shape)",
            "return stretched.astype(np.uint8).reshape(-1, *image_shape)",
        ),
        Mistake(
            "reversed_classes",
            "the classes come in reverse order",
            "stretched.reshape(-1, *image_shape)",
            "stretched[::-1].reshape(-1, *image_shape)",
        ),
    ],
)
