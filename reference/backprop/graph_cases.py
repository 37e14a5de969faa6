"""What the autodiff class is tried on: each operation by itself, broadcasting, graphs that share what they compute."""

from __future__ import annotations

import numpy as np

from grader.authoring import (
    Close,
    Gradient,
    InputsUnchanged,
    NoCalls,
    RandomStateUntouched,
    Repeatable,
    Variant,
    exercise,
)

from .programs import DrawnProgram, Program, hidden, shown
from .sharing import SharedUses
from .slips_graphs import IN_BROADCASTING, IN_GRAPHS
from .slips_operations import IN_ARITHMETIC, IN_FUNCTIONS, UNDER_BROADCASTING, UNDER_GRAPHS

SMALL, OTHER = {"a": (2, 3), "b": (2, 3)}, {"a": (4, 3), "b": (4, 3), "c": (4, 3)}
WEIGHED = "the same, weighed by another array before it is summed: multiply by the upstream gradient"
NUMBERS = "plain numbers stand beside tensors"


class Lecture(Program):
    """The lecture's numbers instead of drawn ones."""

    def make(self, rng):
        drawn = super().make(rng)
        values = {"(a + b) * c": (-2.0, 5.0, -4.0)}.get(self.lines[-1].removeprefix("loss = "))
        a, b, c = values or ((2.0, -3.0), (-1.0, -2.0), -3.0)
        return {**drawn, "a": np.array(a), "b": np.array(b), "c": np.array(c)}


ARITHMETIC = [
    Lecture(
        "lecture_graph",
        ("loss = (a + b) * c",),
        {"a": (), "b": (), "c": ()},
        "(-2 + 5) · (-4) = -12; the gradients are -4, -4 and 3",
        visible=True,
    ),
    shown("plus", "(a + b).sum()", "a sum hands the gradient to both of its terms", **SMALL),
    shown("minus", "(a - b).sum()", "the derivative of a - b by b is -1", **SMALL),
    shown("times", "(a * b).sum()", "the derivative of a * b by a is b", **SMALL),
    shown("matrix_product", "(a @ b).sum()", "da is dout @ b.T, db is a.T @ dout", a=(2, 3), b=(3, 4)),
    shown("power", "(a ** 3).sum()", "the derivative of a ** n is n * a ** (n - 1)", a=(2, 3)),
    shown("negated", "(-a).sum()", "the derivative of -a is -1", a=(2, 3)),
    shown("numbers_right", "((a + 2) * 3 - 1).sum()", NUMBERS, a=(2, 3)),
    shown("number_plus", "(2 + a).sum()", "2 + a calls a.__radd__(2)", a=(2, 3)),
    shown("number_minus", "(2 - a).sum()", "2 - a calls a.__rsub__(2)", a=(2, 3)),
    shown("number_times", "(3 * a).sum()", "3 * a calls a.__rmul__(3)", a=(2, 3)),
    hidden("plus_weighed", "((a + b) * c).sum()", WEIGHED, **OTHER),
    hidden("minus_weighed", "((a - b) * c).sum()", WEIGHED, **OTHER),
    hidden("times_weighed", "((a * b) * c).sum()", WEIGHED, **OTHER),
    hidden("matrix_product_weighed", "((a @ b) * c).sum()", WEIGHED, a=(4, 2), b=(2, 5), c=(4, 5)),
    hidden(
        "square_matrices",
        "((a @ b) * c).sum()",
        "square matrices: the shapes don't tell what is transposed",
        a=(3, 3),
        b=(3, 3),
        c=(3, 3),
    ),
    hidden("power_weighed", "((a ** 4) * c).sum()", WEIGHED, a=(4, 3), c=(4, 3)),
    hidden(
        "broken_power",
        "((a ** -1.5) * c).sum()",
        "an exponent that is negative and no whole number",
        positive=True,
        a=(4, 3),
        c=(4, 3),
    ),
    hidden("negated_weighed", "((-a) * c).sum()", WEIGHED, a=(4, 3), c=(4, 3)),
    hidden("numbers_weighed", "((1.5 - a * 0.5) * (c - 2) * 3).sum()", NUMBERS, a=(4, 3), c=(4, 3)),
]
FUNCTIONS = [
    Lecture(
        "lecture_neuron",
        ("score = (a * b).sum() + c", "loss = ((score * -1).exp() + 1) ** -1"),
        {"a": (2,), "b": (2,), "c": ()},
        "the neuron of the lecture: f is 0.73, and its gradient by the score 0.2",
        visible=True,
    ),
    shown("relu", "a.relu().sum()", "the ReLU lets the gradient through where its input is positive", a=(2, 3)),
    shown("tanh", "a.tanh().sum()", "the derivative of tanh is 1 - tanh²", a=(2, 3)),
    shown("exp", "a.exp().sum()", "the derivative of exp is exp", a=(2, 3)),
    shown("log", "a.log().sum()", "the derivative of log a is 1 / a", positive=True, a=(2, 3)),
    shown("sum", "a.sum()", "the gradient of a sum is 1 for every entry: an array of a's shape", a=(2, 3)),
    hidden("relu_weighed", "(a.relu() * b).sum()", WEIGHED, a=(4, 3), b=(4, 3)),
    hidden("tanh_weighed", "(a.tanh() * b).sum()", WEIGHED, a=(4, 3), b=(4, 3)),
    hidden("exp_weighed", "(a.exp() * b).sum()", WEIGHED, a=(4, 3), b=(4, 3)),
    hidden("log_weighed", "(a.log() * b).sum()", WEIGHED, positive=True, a=(4, 3), b=(4, 3)),
    hidden(
        "sum_inside",
        "(a * b).sum().tanh()",
        "a sum in the middle of a graph has an upstream gradient, too",
        a=(4, 3),
        b=(4, 3),
    ),
    hidden(
        "log_sum_exp", "a.exp().sum().log()", "the log of a sum of exponentials: its gradient is the softmax", a=(5, 2)
    ),
    hidden(
        "relu_at_zero",
        "(a.relu() * b).sum()",
        "some inputs of the ReLU are exactly 0: the handout says what its slope is there",
        zeros=True,
        a=(5, 2),
        b=(5, 2),
    ),
]
BIAS = "b is added to every row: its gradient is the sum over the rows, and has b's shape"
SUMMED = "an array that is repeated to fit gets the sum of the gradients of its copies, in its own shape"
BROADCASTING = [
    shown("row", "((a + b) * c).sum()", BIAS, a=(4, 3), b=(3,), c=(4, 3)),
    shown("column", "((a * b) * c).sum()", SUMMED, a=(4, 3), b=(4, 1), c=(4, 3)),
    hidden("row_first", "((b - a) * c).sum()", BIAS, a=(5, 2), b=(2,), c=(5, 2)),
    hidden("row_times", "((b * a) * c).sum()", BIAS, a=(5, 2), b=(2,), c=(5, 2)),
    hidden("row_of_a_matrix", "((a - b) * c).sum()", SUMMED, a=(5, 2), b=(1, 2), c=(5, 2)),
    hidden("column_minus", "((b - a) * c).sum()", SUMMED, a=(3, 4), b=(3, 1), c=(3, 4)),
    hidden(
        "both_stretched",
        "((a + b) * c).sum()",
        "both arrays are repeated, along different axes",
        a=(4, 1),
        b=(1, 3),
        c=(4, 3),
    ),
    hidden(
        "outer_product",
        "((a * b) * c).sum()",
        "both arrays are repeated, along different axes",
        a=(4, 1),
        b=(3,),
        c=(4, 3),
    ),
    hidden(
        "single_number",
        "((a * b) * c).sum()",
        "b is a single number, of shape (): so is its gradient",
        a=(2, 5),
        b=(),
        c=(2, 5),
    ),
    hidden("one_entry", "((a * b) * c).sum()", SUMMED, a=(2, 5), b=(1,), c=(2, 5)),
    hidden("one_entry_of_a_matrix", "((a * b) * c).sum()", SUMMED, a=(4, 3), b=(1, 1), c=(4, 3)),
    hidden("three_axes", "((a * b) * c).sum()", SUMMED, a=(2, 3, 4), b=(3, 1), c=(2, 3, 4)),
    hidden(
        "sum_beside_array",
        "((a - b.exp().sum().log()) * c).sum()",
        "the sum of one array stands beside another: a single number that is repeated",
        a=(3, 4),
        b=(2,),
        c=(3, 4),
    ),
]
SHARED = "what is used several times adds up the gradients of all of its uses"
LONG_WAY = "a value is used directly and by way of others: its own gradient is complete only when all of them are done"
DRAWN = "a graph drawn at random: all operations, shared values and broadcasting together"
ADDED_BY_ALL = "one value goes into every operation: each of them adds to its gradient, and none replaces it"
USED_BY_ALL = "((a.exp() + a.log() + a.tanh() + a.relu() + a ** 2 + a @ c + a * b - a) * b).sum() + a.sum()"
USED_BY_ALL_TURNED = "a.sum() + (b * (b - a + b * a + a @ c + a ** 2 + a.relu() + a.tanh() + a.log() + a.exp())).sum()"
"""Whichever operation comes first in the backward pass of the one comes late in that of the other."""
GRAPHS = [
    shown("added_to_itself", "(a + a).sum()", SHARED, a=(2, 3)),
    shown("multiplied_by_itself", "(a * a * b).sum()", SHARED, **SMALL),
    Program(
        "diamond",
        ("q = a * b", "r = q + a", "loss = (q * r).sum()"),
        SMALL,
        f"q = a * b, r = q + a, loss = (q * r).sum(): {SHARED}",
        visible=True,
    ),
    DrawnProgram("drawn_small", 4, DRAWN, visible=True),
    hidden("matrix_used_twice", "q = a @ b; (q * q + q).sum()", SHARED, a=(4, 2), b=(2, 3)),
    hidden(
        "short_way_first",
        "q = a.tanh(); r = (q * b).tanh(); s = r * r; (q * s + r).sum()",
        LONG_WAY,
        a=(4, 3),
        b=(4, 3),
    ),
    hidden(
        "long_way_first", "q = a.tanh(); r = (q * b).tanh(); s = r * r; (r + s * q).sum()", LONG_WAY, a=(4, 3), b=(4, 3)
    ),
    hidden("in_every_operation", USED_BY_ALL, ADDED_BY_ALL, positive=True, a=(3, 3), b=(3, 3), c=(3, 3)),
    hidden("in_every_operation_turned", USED_BY_ALL_TURNED, ADDED_BY_ALL, positive=True, a=(3, 3), b=(3, 3), c=(3, 3)),
    hidden("term_with_another_use", "q = a + b; r = a * c; (q * r + q).sum()", SHARED, **OTHER),
    hidden("difference_with_itself", "q = a * b; (q - q * q).sum()", SHARED, a=(4, 3), b=(4, 3)),
    hidden(
        "doubled_eight_times",
        "; ".join(["q = 0.1 * a", *["q = q + q"] * 8, "(q * b).sum()"]),
        SHARED,
        a=(4, 3),
        b=(4, 3),
    ),
    hidden(
        "equal_values",
        "q = a + b; r = a + b; (q * r * r).sum()",
        "two values with equal numbers are still two nodes",
        a=(4, 3),
        b=(4, 3),
    ),
    hidden(
        "two_layers",
        (
            "h = (a @ b + 0.1).tanh(); s = h @ c; p = s.exp(); (p * s).sum() * p.sum() ** -1 + 0.5 * ((b * b).sum() "
            "+ (c * c).sum())"
        ),
        "a network with two layers and a penalty: the weights are used in two places",
        a=(4, 2),
        b=(2, 3),
        c=(3, 2),
    ),
    hidden(
        "several_functions",
        "q = a * b; r = q.relu() + b; (r * q * a.relu() + (2 - r) * b + (q * q + 1).log()).sum()",
        LONG_WAY,
        a=(4, 3),
        b=(4, 3),
    ),
    hidden(
        "two_losses",
        "first = (a * b).sum(); first.backward(); (a.tanh() * b * b).sum()",
        "two losses of the same leaves, each with its own backward(): the gradients add up",
        a=(4, 3),
        b=(4, 3),
    ),
    *(DrawnProgram(f"drawn_{number}", 7 + number, DRAWN) for number in (1, 2, 3, 4)),
]

LIBRARIES = ("torch.*", "tensorflow.*", "jax.*", "autograd.*", "micrograd.*", "tinygrad.*")
"""Somebody else's tensors."""


def exercises(Tensor):
    """The four exercises on this class."""
    assert Tensor.__name__ == "Tensor"
    return [
        _exercise(
            "tensor_arithmetic",
            "Tensor: + - * @ **",
            ARITHMETIC,
            IN_ARITHMETIC,
            ("times_weighed", "power_weighed", "numbers_weighed", "matrix_product_weighed"),
        ),
        _exercise(
            "tensor_functions",
            "Tensor: relu, tanh, exp, log, sum",
            FUNCTIONS,
            IN_FUNCTIONS,
            ("relu_weighed", "tanh_weighed", "sum_inside"),
            RELU_AT_ZERO,
            follows=["tensor_arithmetic"],
        ),
        _exercise(
            "tensor_broadcasting",
            "Tensor: broadcasting",
            BROADCASTING,
            [*IN_BROADCASTING, *UNDER_BROADCASTING],
            ("row_first", "both_stretched", "three_axes"),
            follows=["tensor_arithmetic", "tensor_functions"],
        ),
        _exercise(
            "tensor_graphs",
            "Tensor: graphs",
            GRAPHS,
            [*IN_GRAPHS, *UNDER_GRAPHS],
            ("diamond", "short_way_first", "two_layers", "drawn_2", "drawn_3"),
            AFRESH,
            (APART,),
            follows=["tensor_arithmetic", "tensor_functions", "tensor_broadcasting"],
        ),
    ]


def _exercise(name, title, programs, mistakes, differentiated, variants=(), special=(), follows=()):
    """One exercise on these programs: the loss, the gradient of every leaf, and both together in some of them."""
    first, second = programs[1].name, programs[-1].name
    leaves = {leaf: tuple(each.name for each in programs if leaf in _leaves(each)) for leaf in "abc"}
    return exercise(
        name,
        title=title,
        uses=["Tensor"],
        shapes={"value": ""},
        cases=[each.case() for each in programs],
        checks=[
            Close("value"),
            *(Close(f"d{leaf}", on=names) for leaf, names in leaves.items()),
            Gradient("value", wrt="a", grad="da", on=differentiated),
            Gradient("value", wrt="b", grad="db", on=tuple(each for each in differentiated if each in leaves["b"])),
            *special,
            NoCalls(*LIBRARIES, on=(first,)),
            InputsUnchanged(on=(first, second)),
            Repeatable(on=(first, second)),
            RandomStateUntouched(on=(first,)),
        ],
        mistakes=mistakes,
        variants=variants,
        follows=follows,
    )


def _leaves(program):
    return program.leaves if isinstance(program, Program) else "abc"


RELU_AT_ZERO = (
    Variant(
        "relu_slope_one_at_zero",
        "at exactly 0 the slope of the ReLU is taken as 1, one of its subgradients",
        "1.0 * (x > 0)",
        "1.0 * (x >= 0)",
    ),
    Variant(
        "relu_slope_half_at_zero",
        "at exactly 0 the slope of the ReLU is taken as ½, one of its subgradients",
        "1.0 * (x > 0)",
        "0.5 * (x > 0) + 0.5 * (x >= 0)",
    ),
)
APART = SharedUses(
    {
        "added_to_itself": "(a1 + a2).sum()",
        "multiplied_by_itself": "(a1 * a2 * b1).sum()",
        "diamond": "(a1 * b1 * (a2 * b2 + a3)).sum()",
        "short_way_first": (
            "(a1.tanh() * ((a2.tanh() * b1).tanh() * (a3.tanh() * b2).tanh()) + (a4.tanh() * b3).tanh()).sum()"
        ),
        "matrix_used_twice": "((a1 @ b1) * (a2 @ b2) + (a3 @ b3)).sum()",
        "term_with_another_use": "((a1 + b1) * (a2 * c1) + (a3 + b2)).sum()",
        "difference_with_itself": "(a1 * b1 - (a2 * b2) * (a3 * b3)).sum()",
        "two_layers": (
            "(((a1 @ b1 + 0.1).tanh() @ c1).exp() * ((a2 @ b2 + 0.1).tanh() @ c2)).sum() * "
            "((a3 @ b3 + 0.1).tanh() @ c3).exp().sum() ** -1 + 0.5 * ((b4 * b5).sum() + (c4 * c5).sum())"
        ),
        "in_every_operation": (
            "((a1.exp() + a2.log() + a3.tanh() + a4.relu() + a5 ** 2 + a6 @ c1 + a7 * b1 - a8) * b2).sum() + a9.sum()"
        ),
        "in_every_operation_turned": (
            "a1.sum() + "
            "(b1 * (b2 - a2 + b3 * a3 + a4 @ c1 + a5 ** 2 + a6.relu() + a7.tanh() + a8.log() + a9.exp())).sum()"
        ),
    }
)
AFRESH = (
    Variant(
        "every_backward_afresh",
        "every backward() begins with fresh gradients; they don't add up over several losses",
        "dout if node.grad is None else node.grad + dout",
        "dout if node.grad is None else dout",
    ),
)
