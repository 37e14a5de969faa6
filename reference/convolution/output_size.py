"""The size of a convolution's output: how many places a filter has on its way across the input.

CS231n, convolutional networks ("spatial arrangement"): (W - F + 2P) / S + 1.
"""

from __future__ import annotations

from grader.authoring import Case, Close, Mistake, Patch, exercise


# solution: begin
def conv_output_size(W, F, S, P):
    """The size of a convolution's output along one axis.

    W: size of the input. F: size of the filter. S: stride. P: zeros added at each end of the input.
    All are whole numbers; S > 0, P >= 0, and the filter is not larger than the padded input.

    Returns the number of places that the filter has, a whole number. Raises ValueError where the filter does not
    fit: where its last place would end before the end of the padded input, or beyond it.
    """
    span = W - F + 2 * P
    if span % S != 0:
        raise ValueError(f"a filter of {F} at stride {S} does not fit an input of {W} with {P} zeros at each end")
    return span // S + 1


# solution: end


def lecture_sizes(rng):  # noqa: ARG001 - the lecture's numbers are not drawn
    return {"layers": [[7, 3, 1, 0], [7, 3, 2, 0], [7, 3, 1, 1], [32, 5, 1, 2], [227, 11, 4, 0]]}


def lecture_misfits(rng):  # noqa: ARG001
    return {"layers": [[7, 3, 3, 0], [10, 3, 2, 0], [10, 4, 2, 0], [10, 3, 2, 1], [11, 3, 2, 1]]}


def drawn_sizes(rng):
    """Only layers that fit, with every stride from 1 to 4 and every padding from 0 to 3."""
    return {"layers": [_layer(rng, stride, pad, rest=0) for stride in (1, 2, 3, 4) for pad in (0, 1, 2, 3)]}


def padded_sizes(rng):
    """Every layer is padded, and by another number than its stride."""
    return {
        "layers": [_layer(rng, stride, pad, rest=0) for stride in (1, 2, 3, 4, 5) for pad in (1, 2, 3) if pad != stride]
    }


def drawn_misfits(rng):
    """Layers that fit and layers that don't, strides above 1; every remainder that a stride can leave."""
    return {
        "layers": [
            _layer(rng, stride, pad, rest) for stride in (2, 3, 4, 5) for pad in (0, 1, 2) for rest in range(stride)
        ]
    }


def _layer(rng, stride, pad, rest):
    """W, F, S, P with (W - F + 2P) = places · S + rest; the image is larger than the filter."""
    filter_size = int(rng.integers(2, 9))
    steps = int(rng.integers(7, 30))
    return [filter_size + steps * stride + rest - 2 * pad, filter_size, stride, pad]


RIGHT_SIZES, MISFITS = ("lecture_sizes", "drawn_sizes", "padded_sizes"), ("lecture_misfits", "drawn_misfits")

EXERCISE = exercise(
    "conv_output_size",
    title="Size of a convolution's output",
    uses=["conv_output_size"],
    cases=[
        Case(lecture_sizes, visible=True, hint="draw the filter's places on squared paper: 7 wide, 3 wide, stride 2"),
        Case(
            lecture_misfits,
            visible=True,
            hint="a filter of 3 at stride 3 on an input of 7 stops one short of the end: that is an error",
        ),
        Case(drawn_sizes, hint="all of these layers fit: which of W, F, S, P does your formula use otherwise?"),
        Case(padded_sizes, hint="all of these layers fit, and all are padded"),
        Case(drawn_misfits, hint="some of these layers do not fit, and only those may raise an error"),
    ],
    checks=[
        Close("size", on=RIGHT_SIZES),
        Close("refused", on=MISFITS),
    ],
    mistakes=[
        Mistake(
            "condition_reversed",
            "the condition is the wrong way round: sizes that fit are refused, and others are not",
            "span % S != 0",
            "span % S == 0",
        ),
        Mistake(
            "one_missing",
            "the 1 is missing: (W - F + 2P) / S is the number of steps, and there is one place more than steps",
            "span // S + 1",
            "span // S",
        ),
        Mistake(
            "padding_once",
            "the padding is counted once; it is added at both ends, 2P",
            "W - F + 2 * P",
            "W - F + P",
        ),
        Mistake("padding_forgotten", "the padding P is left out of the formula", "W - F + 2 * P", "W - F"),
        Mistake(
            "padding_subtracted",
            "the padding is subtracted; it makes the input larger: W - F + 2P",
            "W - F + 2 * P",
            "W - F - 2 * P",
        ),
        Mistake(
            "filter_added", "the filter's size is added; subtract it: W - F + 2P", "W - F + 2 * P", "W + F + 2 * P"
        ),
        Mistake(
            "one_before_division",
            "the 1 is added before the division by the stride; it belongs after it",
            "span // S + 1",
            "(span + 1) // S",
        ),
        Mistake(
            "stride_forgotten",
            "the stride S is left out: the filter moves by S, so that there are fewer places",
            "span // S + 1",
            "span + 1",
        ),
        Mistake(
            "stride_multiplied", "the span is multiplied by the stride; divide by it", "span // S + 1", "span * S + 1"
        ),
        Mistake(
            "arguments_swapped",
            "stride and padding are taken in the wrong order: the arguments are W, F, S, P",
            "def conv_output_size(W, F, S, P):",
            "def conv_output_size(W, F, P, S):",
        ),
        Mistake(
            "rounded_down",
            "a size that is no whole number is rounded down (//, or int); raise an error there",
            "span % S != 0",
            "False",
        ),
        Mistake(
            "rounded_up",
            "a size that is no whole number is rounded up; raise an error there",
            "span % S != 0",
            "False",
            also=(Patch("span // S + 1", "-(-span // S) + 1"),),
        ),
        Mistake(
            "rounded",
            "a size that is no whole number is rounded; raise an error there",
            "span % S != 0",
            "False",
            also=(Patch("span // S + 1", "round(span / S) + 1"),),
        ),
        Mistake(
            "rounded_half_up",
            "a size that is no whole number is rounded; raise an error there",
            "span % S != 0",
            "False",
            also=(Patch("span // S + 1", "int(span / S + 1.5)"),),
        ),
        Mistake(
            "fraction_returned",
            "a size that is no whole number is returned as it is; raise an error there",
            "span % S != 0",
            "False",
            also=(Patch("span // S + 1", "span / S + 1"),),
        ),
        Mistake(
            "nothing_returned",
            "where the filter does not fit nothing is returned, or a word; raise an error: raise ValueError(...)",
            '        raise ValueError(f"a filter of {F} at stride {S} does not fit an input of {W} with {P} zeros at '
            'each end")',
            "        return None",
        ),
        Mistake(
            "minus_one_returned",
            "where the filter does not fit -1 is returned, which a caller takes for a size; raise an error",
            '        raise ValueError(f"a filter of {F} at stride {S} does not fit an input of {W} with {P} zeros at '
            'each end")',
            "        return -1",
        ),
        Mistake(
            "zero_returned",
            "where the filter does not fit 0 is returned, which a caller takes for a size; raise an error",
            '        raise ValueError(f"a filter of {F} at stride {S} does not fit an input of {W} with {P} zeros at '
            'each end")',
            "        return 0",
        ),
        Mistake(
            "refuses_everything",
            "every layer is refused: the result of / is a float, even where it is a whole number; ask for the "
            "remainder, % S, or for .is_integer()",
            "span % S != 0",
            "not isinstance(span / S + 1, int)",
        ),
        Mistake(
            "test_without_padding",
            "whether the filter fits is asked of W - F, without the padding; ask it of W - F + 2P",
            "span % S != 0",
            "(W - F) % S != 0",
        ),
        Mistake(
            "test_of_the_input",
            "whether the filter fits is asked of W; ask it of W - F + 2P",
            "span % S != 0",
            "W % S != 0",
        ),
        Mistake(
            "test_for_even",
            "whether the filter fits is asked by dividing by 2; divide by the stride, whatever it is",
            "span % S != 0",
            "span % 2 != 0",
        ),
    ],
)
