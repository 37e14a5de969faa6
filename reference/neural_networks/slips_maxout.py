"""How maxout goes wrong: what is said, and what is changed in the solution of maxout.py for it."""

from __future__ import annotations

from grader.authoring import Mistake, Patch

from .slips import slips

OUT = "np.maximum(one, two)"
ONE, TWO = "one = x @ w1 + b1", "two = x @ w2 + b2"
forward = slips(
    {
        "minimum": "out is the smaller of the two pieces; maxout takes the larger",
        "sum": "the two pieces are added up; the larger of them is the output",
        "mean": "the two pieces are averaged; the larger of them is the output",
        "first_only": "out is the first piece alone; the second counts where it is larger",
        "second_only": "out is the second piece alone; the first counts where it is larger",
        "larger_size": "the piece with the larger absolute value is taken; the larger number counts, with its sign",
        "relu_too": "out is cut off at 0, as by a ReLU; the larger piece is the output even where both are negative",
        "no_biases": "the biases are left out: compare x @ w1 + b1 with x @ w2 + b2",
        "biases_added_later": "the pieces are compared without their biases, added only afterwards: add them first",
        "one_bias_for_both": "b1 is added to both pieces; the second has a bias of its own, b2",
        "one_number_for_each": (
            "out is the largest of a row or of all numbers; maxout compares the two pieces unit by unit"
        ),
        "mask": "out is the mask, 0 or 1; it should be the larger piece itself",
        "same_weights": "w1 is used for both pieces; the second has weights of its own, w2",
        "unfinished": "out is zero throughout, as in a starter: the function is unfinished",
        "x_changed": "x itself is changed in place: the caller still needs it, so work on a copy",
        "no_cache": "the forward pass returns out alone; it returns a pair, out and a cache for the backward pass",
        "bias_changed": "`b1 += ...` changes the bias itself; the caller still needs it",
    }
)
FORWARD = [
    forward("minimum", OUT, "np.minimum(one, two)"),
    forward("sum", OUT, "one + two"),
    forward("mean", OUT, "(one + two) / 2"),
    forward("first_only", OUT, "one"),
    forward("second_only", OUT, "two"),
    forward("larger_size", OUT, "np.where(np.abs(one) >= np.abs(two), one, two)"),
    forward("relu_too", OUT, "np.maximum(np.maximum(one, two), 0)"),
    forward("no_biases", ONE, "one = x @ w1", Patch(TWO, "two = x @ w2")),
    forward("biases_added_later", OUT, "np.where(x @ w1 > x @ w2, one, two)"),
    Mistake(
        "biases_added_later_ties_to_first",
        "the pieces are compared without their biases, added only afterwards: add them first",
        OUT,
        "np.where(x @ w1 >= x @ w2, one, two)",
    ),
    Mistake(
        "whole_pieces_compared",
        "one piece is taken as a whole, by the sum of all of its numbers; maxout compares the two unit by unit",
        OUT,
        "one if one.sum() >= two.sum() else two",
    ),
    forward("one_bias_for_both", TWO, "two = x @ w2 + b1"),
    forward("one_number_for_each", OUT, "np.maximum(one, two).max(axis=1)"),
    forward("mask", OUT, "(one > two) * 1.0"),
    forward("same_weights", TWO, "two = x @ w1 + b2"),
    forward("unfinished", OUT, "np.zeros_like(one)"),
    forward("x_changed", OUT, "np.maximum(one, two)\n    x *= 0.5"),
    forward("no_cache", OUT, f"{OUT}\n    return out"),
    forward("bias_changed", OUT, "np.maximum(one, two)\n    b1 += 1.0"),
]

MASK_ONE, MASK_TWO = "done = dout * (one >= two)", "dtwo = dout * (one < two)"
DX = "done @ w1.T + dtwo @ w2.T"
DW1, DB1 = "x.T @ done", "done.sum(axis=0)"
DW2, DB2 = "x.T @ dtwo", "dtwo.sum(axis=0)"
backward = slips(
    {
        "masks_swapped": "the masks are swapped: dout goes to the piece that was larger, not to the other",
        "both_get_all": "both pieces get all of dout; only the larger one gets it",
        "ties_twice": (
            "where both pieces are equal each of them gets dout, so that it counts twice: "
            "one mask should be the opposite of the other"
        ),
        "ties_lost": (
            "where both pieces are equal none of them gets dout: one mask should be the opposite of the other"
        ),
        "mask_of_sign": "the mask asks whether the first piece is positive, as for a ReLU; it should be the larger one",
        "mask_of_upstream": "the mask asks where dout is positive; it should ask which piece was larger",
        "no_upstream": "dout is left out: the chain rule multiplies the mask by it",
        "dx_first_only": "dx comes from the first piece alone; the second hands back its part, too",
        "dx_second_only": "dx comes from the second piece alone; the first hands back its part, too",
        "dx_weights_swapped": "in dx the weights are swapped: the first piece's part goes through w1",
        "dx_masked_late": "dx multiplies dout by the sum of both weights; each piece's weights meet its own part",
        "dx_negative": "dx has the wrong sign",
        "dx_is_zero": "dx is zero: it is not computed yet",
        "db_over_outputs": "the gradients of the biases are summed over the wrong axis: add up the examples, axis 0",
        "db_not_masked": "the gradients of the biases add up all of dout; each piece counts where it was larger",
        "db_a_row": "db1 and db2 have an axis too many: leave keepdims out",
        "db_averaged": "the gradients of the biases are averaged over the examples; add them up",
        "db_counts": "the gradients of the biases count how often a piece was larger; add up its dout",
        "dw_averaged": "the gradients of the weights are divided by the number of examples: add up, nothing more",
        "dw_not_masked": "the gradients of the weights use all of dout; each piece counts where it was larger",
        "dw_transposed": "the gradients of the weights are transposed: like w1 and w2, one row per feature",
        "gradients_swapped": "the gradients of the two pieces are swapped: dw1, db1 come before dw2, db2",
        "order_returned": "the gradients are returned in another order than dx, dw1, db1, dw2, db2",
        "dout_changed": "dout itself is changed in place: the caller still needs it, so work on a copy",
        "weights_changed": "w1 itself is changed: a backward pass returns gradients, the update comes later",
        "second_forgotten": "dw2 and db2 are zero: the second piece is forgotten",
        "second_is_minus_first": "the second piece gets minus the first one's gradients; its mask is the opposite one, "
        "1 - mask, not -mask",
    }
)
BACKWARD = [
    Mistake(
        "same_mask_for_both",
        "both pieces have the mask of the first; the second gets dout where it is the larger one",
        MASK_TWO,
        "dtwo = 1.0 * done",
    ),
    Mistake("second_bias_from_first", "db2 adds up the first piece's part; it has its own", DB2, "done.sum(axis=0)"),
    Mistake("first_bias_from_second", "db1 adds up the second piece's part; it has its own", DB1, "dtwo.sum(axis=0)"),
    Mistake("second_weights_from_first", "dw2 uses the first piece's part; it has its own", DW2, "x.T @ done"),
    Mistake(
        "dx_by_same_weights",
        "in dx both parts go back through w1; the second piece's goes through w2",
        DX,
        "done @ w1.T + dtwo @ w1.T",
    ),
    backward("masks_swapped", MASK_ONE, "done = dout * (one < two)", Patch(MASK_TWO, "dtwo = dout * (one >= two)")),
    backward("both_get_all", MASK_ONE, "done = dout * 1", Patch(MASK_TWO, "dtwo = dout * 1")),
    backward("ties_twice", MASK_TWO, "dtwo = dout * (one <= two)"),
    backward("ties_lost", MASK_ONE, "done = dout * (one > two)"),
    backward("mask_of_sign", MASK_ONE, "done = dout * (one > 0)", Patch(MASK_TWO, "dtwo = dout * (one <= 0)")),
    backward("mask_of_upstream", MASK_ONE, "done = dout * (dout > 0)", Patch(MASK_TWO, "dtwo = dout * (dout <= 0)")),
    backward("no_upstream", MASK_ONE, "done = 1.0 * (one >= two)", Patch(MASK_TWO, "dtwo = 1.0 * (one < two)")),
    backward("dx_first_only", DX, "done @ w1.T"),
    backward("dx_second_only", DX, "dtwo @ w2.T"),
    backward("dx_weights_swapped", DX, "done @ w2.T + dtwo @ w1.T"),
    backward("dx_masked_late", DX, "dout @ (w1 + w2).T"),
    backward("dx_negative", DX, f"-({DX})"),
    backward("dx_is_zero", DX, "np.zeros_like(x)"),
    backward("db_over_outputs", DB1, "done.sum(axis=1)", Patch(DB2, "dtwo.sum(axis=1)")),
    backward("db_not_masked", DB1, "dout.sum(axis=0)", Patch(DB2, "dout.sum(axis=0)")),
    backward("db_a_row", DB1, "done.sum(axis=0, keepdims=True)", Patch(DB2, "dtwo.sum(axis=0, keepdims=True)")),
    backward("db_averaged", DB1, "done.mean(axis=0)", Patch(DB2, "dtwo.mean(axis=0)")),
    backward("db_counts", DB1, "(one >= two).sum(axis=0)", Patch(DB2, "(one < two).sum(axis=0)")),
    backward("dw_averaged", DW1, f"{DW1} / len(x)", Patch(DW2, f"{DW2} / len(x)")),
    backward("dw_not_masked", DW1, "x.T @ dout", Patch(DW2, "x.T @ dout")),
    backward("dw_transposed", DW1, "done.T @ x", Patch(DW2, "dtwo.T @ x")),
    backward("gradients_swapped", "return dx, dw1, db1, dw2, db2", "return dx, dw2, db2, dw1, db1"),
    backward("order_returned", "return dx, dw1, db1, dw2, db2", "return dx, dw1, dw2, db1, db2"),
    backward("dout_changed", MASK_TWO, f"{MASK_TWO}\n    dout[...] = done"),
    backward("weights_changed", DX, f"{DX}\n    w1 -= 0.01"),
    backward("second_forgotten", DW2, "np.zeros_like(w2)", Patch(DB2, "np.zeros_like(w2[0])")),
    backward("second_is_minus_first", MASK_TWO, "dtwo = -done"),
]
