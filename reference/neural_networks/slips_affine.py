"""How affine layers go wrong: what is said, and what is changed in the solution of affine.py for it."""

from __future__ import annotations

from grader.authoring import Mistake, Patch

# ---------------------------------------------------------------- forward

ROWS = "x.reshape(x.shape[0], -1)"
OUT = "rows @ w + b"

FORWARD = [
    Mistake(
        "bias_on_weights",
        "the bias is added to the weights; add it to the products, behind the multiplication",
        OUT,
        "rows @ (w + b)",
    ),
    Mistake(
        "not_laid_out",
        "x is multiplied as it comes: each example has to become one row of numbers first, x.reshape(x.shape[0], -1)",
        ROWS,
        "x",
    ),
    Mistake(
        "only_three_axes",
        "the examples are laid out by naming three axes (N, C, H, W, say); x may have any number of them",
        ROWS,
        "x.reshape(x.shape[0], x.shape[1] * x.shape[2])",
    ),
    Mistake(
        "axes_mixed_up",
        "x is laid out in the wrong order: each example's numbers, in their own order, make one row "
        "(x.reshape(N, -1), without a transpose)",
        ROWS,
        'x.reshape(x.shape[0], -1, order="F")',
    ),
    Mistake(
        "laid_out_by_columns",
        "x.reshape(-1, N).T scatters every example over several rows; x.reshape(N, -1) keeps each in one",
        ROWS,
        "x.reshape(-1, x.shape[0]).T",
    ),
    Mistake("no_bias", "the bias b is not added", OUT, "rows @ w"),
    Mistake("bias_subtracted", "the bias b is subtracted where it should be added", OUT, "rows @ w - b"),
    Mistake("times_bias", "the output is multiplied by b, which should be added", OUT, "rows @ w * b"),
    Mistake(
        "bias_averaged",
        "one number, the mean of b, is added to every output; output j has the bias b[j]",
        OUT,
        "rows @ w + b.mean()",
    ),
    Mistake(
        "bias_summed",
        "one number, the sum of b, is added to every output; output j has the bias b[j]",
        OUT,
        "rows @ w + b.sum()",
    ),
    Mistake(
        "bias_a_column",
        "the bias is made a column, which adds b[n] to all outputs of example n; output j has the bias b[j]",
        OUT,
        "rows @ w + b[:, None]",
    ),
    Mistake(
        "transposed",
        "out is transposed: it has one row per example and one column per output",
        OUT,
        OUT + "\n    out = out.T",
    ),
    Mistake(
        "weights_transposed",
        "the weights are used as if they were (M, D): w has one row per feature",
        OUT,
        "rows @ w.reshape(w.shape[::-1]).T + b",
    ),
    Mistake(
        "weights_transposed_whole",
        "x is multiplied by w.T: w has one row per feature already, (D, M)",
        OUT,
        "rows @ w.T + b",
    ),
    Mistake(
        "relu_added",
        "negative outputs are cut off at 0: a ReLU is a layer of its own",
        OUT,
        "np.maximum(0, rows @ w + b)",
    ),
    Mistake(
        "no_cache",
        "the forward pass returns out alone; it returns a pair, out and a cache for the backward pass",
        OUT,
        f"{OUT}\n    return out",
    ),
    Mistake(
        "shape_changed",
        "`x.shape = ...` or x.resize changes the caller's own x: x.reshape(...) leaves it alone",
        ROWS,
        "x\n    x.shape = (x.shape[0], -1)",
    ),
    Mistake(
        "divided_by_examples",
        "the output is divided by the number of examples: nothing is averaged in a layer",
        OUT,
        "(rows @ w + b) / len(rows)",
    ),
    Mistake(
        "unfinished", "out is zero throughout, as in a starter: the function is unfinished", OUT, "0.0 * (rows @ w + b)"
    ),
]

# ---------------------------------------------------------------- backward

DX, DW, DB = "(dout @ w.T).reshape(x.shape)", "rows_of_x.T @ dout", "dout.sum(axis=0)"

BACKWARD = [
    Mistake(
        "dx_not_laid_back",
        "dx has one row per example, but x's other axes are gone: reshape it back, dx.reshape(x.shape)",
        DX,
        "dout @ w.T",
    ),
    Mistake(
        "dx_laid_back_wrong",
        "dx is laid back in another order than x was laid out in: reshape both in the same (the usual) order",
        DX,
        '(dout @ w.T).reshape(x.shape, order="F")',
    ),
    Mistake(
        "dx_by_elements",
        "dx uses a reshape of w where it needs the transpose: w.T",
        DX,
        "(dout @ w.reshape(w.shape[::-1])).reshape(x.shape)",
    ),
    Mistake(
        "dx_not_transposed",
        "dx multiplies dout by w; the shapes and the chain rule ask for w.T",
        DX,
        "(dout @ w).reshape(x.shape)",
    ),
    Mistake("dx_is_zero", "dx is zero: it is not computed yet", DX, "np.zeros_like(x)"),
    Mistake("dx_negative", "dx has the wrong sign", DX, "-" + DX),
    Mistake(
        "dx_averaged",
        "dx is divided by the number of examples: a layer passes gradients on as they are",
        DX,
        DX + " / len(x)",
    ),
    Mistake(
        "dx_gets_bias",
        "dx adds the bias, as if the layer were run once more; it is dout @ w.T alone",
        DX,
        "(dout @ w.T + _.mean()).reshape(x.shape)",
    ),
    Mistake(
        "db_over_outputs",
        "db is summed over the wrong axis: one number for each output, added up over the examples (axis 0)",
        DB,
        "dout.sum(axis=1)",
    ),
    Mistake(
        "db_a_row",
        "db has an axis too many: b has the shape (M,), so leave keepdims out",
        DB,
        "dout.sum(axis=0, keepdims=True)",
    ),
    Mistake("db_one_number", "db is a single number: sum over the examples only, axis 0", DB, "dout.sum()"),
    Mistake(
        "db_averaged",
        "db is averaged over the examples; it is their sum: the mean belongs to the loss",
        DB,
        "dout.mean(axis=0)",
    ),
    Mistake("db_not_summed", "db is dout itself: add it up over the examples, axis 0", DB, "dout"),
    Mistake("db_first_example", "db is dout of the first example only: add up all examples", DB, "dout[0]"),
    Mistake(
        "db_last_example",
        "db is dout of the last example only: it is assigned where it should be added up",
        DB,
        "dout[-1]",
    ),
    Mistake(
        "db_ones",
        "db is 1 throughout: the chain rule multiplies that by dout, summed over the examples",
        DB,
        "np.ones(dout.shape[1])",
    ),
    Mistake(
        "db_counts",
        "db is the number of examples throughout: the chain rule multiplies each 1 by its dout",
        DB,
        "np.full(dout.shape[1], float(len(dout)))",
    ),
    Mistake("db_times_bias", "db is multiplied by b: out depends on b with the slope 1", DB, "dout.sum(axis=0) * _"),
    Mistake("db_negative", "db has the wrong sign", DB, "-dout.sum(axis=0)"),
    Mistake("db_is_zero", "db is zero: it is not computed yet", DB, "np.zeros(dout.shape[1])"),
    Mistake(
        "dw_averaged",
        "dw is divided by the number of examples: the mean belongs to the loss, and comes in by dout",
        DW,
        DW + " / len(x)",
    ),
    Mistake(
        "all_averaged",
        "dw and db are divided by the number of examples: the mean belongs to the loss, and comes in by dout",
        DW,
        DW + " / len(x)",
        also=(Patch(DB, "dout.mean(axis=0)"),),
    ),
    Mistake("dw_transposed", "dw is transposed: like w it has one row per feature", DW, "dout.T @ rows_of_x"),
    Mistake("dw_negative", "dw has the wrong sign", DW, "-rows_of_x.T @ dout"),
    Mistake("dw_is_zero", "dw is zero: it is not computed yet", DW, "np.zeros_like(w)"),
    Mistake(
        "dw_without_upstream",
        "dw leaves dout out: the chain rule multiplies by it",
        DW,
        "rows_of_x.T @ np.ones_like(dout)",
    ),
    Mistake(
        "dw_first_example",
        "dw counts the first example only: add up all of them",
        DW,
        "np.outer(rows_of_x[0], dout[0])",
    ),
    Mistake(
        "dw_last_example",
        "dw counts the last example only: it is assigned where it should be added up",
        DW,
        "np.outer(rows_of_x[-1], dout[-1])",
    ),
    Mistake(
        "dw_sums_apart",
        "dw multiplies sums over the examples; each example's x has to meet its own dout first",
        DW,
        "np.outer(rows_of_x.sum(axis=0), dout.sum(axis=0))",
    ),
    Mistake(
        "x_not_laid_out",
        "in dw, x is multiplied as it comes: lay each example out as one row first, as in the forward pass",
        DW,
        "x.T @ dout",
    ),
    Mistake(
        "x_in_another_order",
        "in dw, x is laid out in another order than in the forward pass",
        "x.reshape(len(x), -1)",
        'x.reshape(len(x), -1, order="F")',
    ),
    Mistake(
        "penalty_added",
        "dw adds the weights, as a penalty would: that belongs to the loss of a network, not to a layer",
        DW,
        DW + " + w",
    ),
    Mistake(
        "changes_upstream", "dout itself is changed: the caller still needs it", DB, "dout.sum(axis=0)\n    dout *= 0.0"
    ),
    Mistake(
        "changes_weights",
        "w itself is changed (`w -= ...`): a backward pass returns gradients, the update comes later",
        DB,
        "dout.sum(axis=0)\n    w -= 0.01 * dw",
    ),
    Mistake(
        "order_returned",
        "the gradients are returned in another order than dx, dw, db",
        "return dx, dw, db",
        "return dx, db, dw",
    ),
    Mistake(
        "order_returned_weights_first",
        "the gradients are returned in another order than dx, dw, db",
        "return dx, dw, db",
        "return dw, db, dx",
    ),
]
