"""How gradients of matrices go wrong: what is said, and what is changed in the solution of matrices.py for it."""

from __future__ import annotations

from grader.authoring import Mistake, Patch

DX, DW = "dX = dout @ W.T", "dW = X.T @ dout"

IN_MATRIX_PRODUCTS = [
    Mistake(
        "w_not_transposed",
        "dX is dout @ W, without the transpose: with all sizes different the shapes don't fit; dX = dout @ W.T",
        DX,
        "dX = dout @ W",
    ),
    Mistake(
        "x_not_transposed",
        "dW is X @ dout, without the transpose: with all sizes different the shapes don't fit; dW = X.T @ dout",
        DW,
        "dW = X @ dout",
    ),
    Mistake(
        "nothing_transposed",
        "neither W nor X is transposed: dX = dout @ W.T and dW = X.T @ dout",
        DX,
        "dX = dout @ W",
        also=(Patch(DW, "dW = X @ dout"),),
    ),
    Mistake(
        "order_of_factors",
        "the factors stand in the wrong order, W.T @ dout and dout @ X.T: matrix products do not commute",
        DX,
        "dX = W.T @ dout",
        also=(Patch(DW, "dW = dout @ X.T"),),
    ),
    Mistake(
        "dout_transposed_in_dw",
        "dW comes out transposed, dout.T @ X: it should have W's shape, X.T @ dout",
        DW,
        "dW = dout.T @ X",
    ),
    Mistake(
        "dout_transposed_in_dx",
        "dX comes out transposed, W @ dout.T: it should have X's shape, dout @ W.T",
        DX,
        "dX = W @ dout.T",
    ),
    Mistake(
        "both_come_out_transposed",
        "both gradients come out transposed: each has the shape of what it belongs to",
        DX,
        "dX = W @ dout.T",
        also=(Patch(DW, "dW = dout.T @ X"),),
    ),
    Mistake(
        "averaged",
        "dW is divided by the number of rows: whether a loss is averaged is dout's business, not the product's",
        DW,
        "dW = X.T @ dout / len(X)",
    ),
    Mistake(
        "both_averaged",
        "both gradients are divided by the number of rows: whether a loss is averaged is dout's business",
        DX,
        "dX = dout @ W.T / len(X)",
        also=(Patch(DW, "dW = X.T @ dout / len(X)"),),
    ),
    Mistake(
        "upstream_ignored_in_dx",
        "dX is made of W alone, as if dout were all ones: multiply by the upstream gradient",
        DX,
        "dX = np.ones_like(dout) @ W.T",
    ),
    Mistake(
        "upstream_ignored_in_dw",
        "dW is made of X alone, as if dout were all ones: multiply by the upstream gradient",
        DW,
        "dW = X.T @ np.ones_like(dout)",
    ),
    Mistake(
        "upstream_ignored",
        "dX and dW are made of W and X alone, as if dout were all ones: multiply by the upstream gradient",
        DX,
        "dX = np.ones_like(dout) @ W.T",
        also=(Patch(DW, "dW = X.T @ np.ones_like(dout)"),),
    ),
    Mistake(
        "out_for_dout",
        "the output X @ W stands in the place of its gradient dout",
        DX,
        "dX = (X @ W) @ W.T",
        also=(Patch(DW, "dW = X.T @ (X @ W)"),),
    ),
    Mistake(
        "sign", "both gradients have the wrong sign", DX, "dX = -dout @ W.T", also=(Patch(DW, "dW = -X.T @ dout"),)
    ),
    Mistake(
        "doubled",
        "both gradients are twice what they should be: there is no square here",
        DX,
        "dX = 2 * dout @ W.T",
        also=(Patch(DW, "dW = 2 * X.T @ dout"),),
    ),
    Mistake(
        "first_row_only",
        "dW has the first row's part only: add up what all rows contribute",
        DW,
        "dW = np.outer(X[0], dout[0])",
    ),
    Mistake(
        "last_row_only",
        "dW has the last row's part only: in a loop over the rows add to it (+=), don't replace it (=)",
        DW,
        "dW = np.outer(X[-1], dout[-1])",
    ),
    Mistake(
        "dw_summed_beforehand",
        "X and dout are summed over the rows before they are multiplied; multiply row by row, then sum: X.T @ dout",
        DW,
        "dW = np.outer(X.sum(axis=0), dout.sum(axis=0))",
    ),
    Mistake(
        "weights_changed",
        "the inputs are changed in place: they belong to the caller",
        DX,
        "dX = dout @ W.T\n    W -= 0.1 * (X.T @ dout)",
    ),
]

JACOBIAN = "np.diag(p) - np.outer(p, p)"
PROBABILITIES = "p = np.exp(shifted) / np.sum(np.exp(shifted))"

IN_JACOBIANS = [
    Mistake(
        "one_factor_not_normalized",
        "one of the two factors of the outer product is exp(scores), not divided by its sum: it is p with p",
        "np.outer(p, p)",
        "np.outer(np.exp(shifted), p)",
    ),
    Mistake(
        "diagonal_only",
        "the Jacobian has its diagonal only, p·(1 - p): every probability depends on every score, through the sum",
        JACOBIAN,
        "np.diag(p * (1 - p))",
    ),
    Mistake(
        "diagonal_as_a_vector",
        "p·(1 - p) is the diagonal of the Jacobian, (C,); the whole of it is (C, C)",
        JACOBIAN,
        "p * (1 - p)",
    ),
    Mistake(
        "sign_off_the_diagonal",
        "off the diagonal the sign is wrong: a higher score takes probability from the others, -p[i]·p[j]",
        JACOBIAN,
        "np.diag(p - 2 * p**2) + np.outer(p, p)",
    ),
    Mistake(
        "plus_for_minus",
        "the outer product is added: it is diag(p) - outer(p, p)",
        JACOBIAN,
        "np.diag(p) + np.outer(p, p)",
    ),
    Mistake("sign", "the whole Jacobian has the wrong sign", JACOBIAN, "np.outer(p, p) - np.diag(p)"),
    Mistake(
        "diagonal_missing",
        "the diagonal lacks its p[i]: where i = j the derivative is p[i]·(1 - p[i])",
        JACOBIAN,
        "-np.outer(p, p)",
    ),
    Mistake(
        "diagonal_zero",
        "the diagonal is zero: where i = j the derivative is p[i]·(1 - p[i])",
        JACOBIAN,
        "np.diag(p * p) - np.outer(p, p)",
    ),
    Mistake(
        "inner_product",
        "p @ p of two vectors is one number, also p @ p.T: the outer product is np.outer(p, p)",
        JACOBIAN,
        "np.diag(p) - p @ p",
    ),
    Mistake(
        "elementwise_square",
        "p * p is a vector, which is subtracted from every row: the outer product is np.outer(p, p)",
        JACOBIAN,
        "np.diag(p) - p * p",
    ),
    Mistake(
        "p_for_its_diagonal",
        "p is a vector, added to every row; np.diag(p) puts it on the diagonal",
        JACOBIAN,
        "p - np.outer(p, p)",
    ),
    Mistake(
        "one_minus_everywhere",
        "every entry is p[i]·(1 - p[j]): the 1 belongs to the diagonal alone",
        JACOBIAN,
        "np.outer(p, 1 - p)",
    ),
    Mistake(
        "of_the_log",
        "this is the Jacobian of log p, δ[i, j] - p[j]: the factor p[i] is missing",
        JACOBIAN,
        "np.eye(len(p)) - p",
    ),
    Mistake(
        "identity_for_diagonal",
        "the identity stands where diag(p) should",
        JACOBIAN,
        "np.eye(len(p)) - np.outer(p, p)",
    ),
    Mistake(
        "of_the_sigmoid",
        "each score is put through the sigmoid by itself: the softmax divides by the sum over all",
        JACOBIAN,
        "np.diag(1 / (1 + np.exp(-scores)) * (1 - 1 / (1 + np.exp(-scores))))",
    ),
    Mistake(
        "scores_for_probabilities",
        "the scores stand where the probabilities should: take the softmax first",
        PROBABILITIES,
        "p = scores",
    ),
    Mistake(
        "not_normalized",
        "the exponentials are not divided by their sum",
        PROBABILITIES,
        "p = np.exp(shifted)",
    ),
    Mistake(
        "not_normalized_nor_shifted",
        "the exponentials are not divided by their sum",
        PROBABILITIES,
        "p = np.exp(scores)",
    ),
    Mistake(
        "probabilities_only",
        "these are the probabilities, of shape (C,): their Jacobian is asked for, (C, C)",
        JACOBIAN,
        "p",
    ),
    Mistake(
        "no_shift",
        "exp overflows on large scores, and underflows far below zero: subtract the largest score first",
        "scores - np.max(scores)",
        "1.0 * scores",
    ),
    Mistake(
        "shifted_by_the_smallest",
        "the smallest score is subtracted: exp still overflows where another lies far above it; subtract the largest",
        "scores - np.max(scores)",
        "scores - np.min(scores)",
    ),
    Mistake(
        "shifted_by_the_mean",
        "the mean score is subtracted: exp still overflows where one lies far above it; subtract the largest",
        "scores - np.max(scores)",
        "scores - np.mean(scores)",
    ),
    Mistake(
        "shifted_by_the_largest_size",
        (
            "the largest absolute value is subtracted: scores far below zero are then moved further down, and all "
            "exp are 0"
        ),
        "scores - np.max(scores)",
        "scores - np.max(np.abs(scores))",
    ),
    Mistake(
        "shifts_in_place",
        "`scores -= ...` changes the caller's scores: write scores - np.max(scores)",
        "shifted = scores - np.max(scores)",
        "scores -= np.max(scores)\n    shifted = scores",
    ),
]

F, DX_OF_F, DW_OF_F = "f = np.sum(q**2)", "dx = 2.0 * W.T @ q", "dW = 2.0 * np.outer(q, x)"

IN_SQUARED_NORMS = [
    Mistake(
        "dw_of_squares",
        "dW multiplies by the squares q²; their slope is 2q",
        "2.0 * np.outer(q, x)",
        "np.outer(q**2, x)",
    ),
    Mistake(
        "root",
        "f is the norm, the root of the sum of squares; the squared norm is asked for",
        F,
        "f = np.sqrt(np.sum(q**2))",
    ),
    Mistake(
        "root_throughout",
        "f and its gradients are those of the norm, the root of the sum of squares; the squared norm is asked for",
        F,
        "f = np.sqrt(np.sum(q**2))",
        also=(Patch(DX_OF_F, "dx = W.T @ q / f"), Patch(DW_OF_F, "dW = np.outer(q, x) / f")),
    ),
    Mistake("not_squared", "the entries of W x are added up without being squared", F, "f = np.sum(q)"),
    Mistake(
        "squared_after_the_sum", "the entries of W x are added first and the sum is squared", F, "f = np.sum(q) ** 2"
    ),
    Mistake("mean", "the squares are averaged, not summed", F, "f = np.mean(q**2)"),
    Mistake(
        "halved",
        "f and its gradients are halved: there is no ½ in ‖W x‖²",
        F,
        "f = 0.5 * np.sum(q**2)",
        also=(Patch(DX_OF_F, "dx = W.T @ q"), Patch(DW_OF_F, "dW = np.outer(q, x)")),
    ),
    Mistake(
        "not_summed",
        "f is an array of squares: add them up to one number",
        F,
        "f = q**2",
    ),
    Mistake(
        "of_w_and_x_apart",
        "f is ‖W‖²·‖x‖²; multiply W by x first, then take the squares",
        F,
        "f = np.sum(W**2) * np.sum(x**2)",
    ),
    Mistake(
        "two_missing",
        "the factor 2 is missing from both gradients: the derivative of q² is 2q",
        DX_OF_F,
        "dx = W.T @ q",
        also=(Patch(DW_OF_F, "dW = np.outer(q, x)"),),
    ),
    Mistake(
        "two_missing_in_dx", "the factor 2 is missing from dx: the derivative of q² is 2q", DX_OF_F, "dx = W.T @ q"
    ),
    Mistake(
        "two_missing_in_dw",
        "the factor 2 is missing from dW: the derivative of q² is 2q",
        DW_OF_F,
        "dW = np.outer(q, x)",
    ),
    Mistake(
        "dw_transposed",
        "dW is the outer product the wrong way round, x qᵀ: it should have W's shape",
        DW_OF_F,
        "dW = 2.0 * np.outer(x, q)",
    ),
    Mistake(
        "product_entry_by_entry",
        "W * x multiplies entry by entry, and does not add up the rows: the product of a matrix and a vector is W @ x",
        "q = W @ x",
        "q = W * x",
        also=(Patch(DX_OF_F, "dx = 2.0 * np.sum(W * q, axis=0)"), Patch(DW_OF_F, "dW = 2.0 * q * x")),
    ),
    Mistake(
        "dw_elementwise",
        "dW is W times the squares of x, entry by entry; it is the outer product of 2q and x",
        DW_OF_F,
        "dW = 2.0 * W * x**2",
    ),
    Mistake(
        "dw_of_the_norm_of_w",
        "dW is 2W, the gradient of ‖W‖²; here it is the outer product of 2q and x",
        DW_OF_F,
        "dW = 2.0 * W",
    ),
    Mistake(
        "w_not_transposed",
        "dx is 2 W q, without the transpose: with other sizes the shapes don't fit",
        DX_OF_F,
        "dx = 2.0 * W @ q",
    ),
    Mistake("dx_of_the_norm_of_x", "dx is 2x, the gradient of ‖x‖²; W is missing: 2 Wᵀ W x", DX_OF_F, "dx = 2.0 * x"),
    Mistake(
        "dx_without_q",
        "dx adds up the rows of W as if every entry of q counted alike: multiply by q, 2 Wᵀ q",
        DX_OF_F,
        "dx = 2.0 * W.sum(axis=0)",
    ),
    Mistake(
        "dw_without_q",
        "q is missing in dW: it is the outer product of 2q and x, not 2x in every row",
        DW_OF_F,
        "dW = 2.0 * np.ones_like(W) * x",
    ),
    Mistake(
        "dw_without_x",
        "x is missing in dW: it is the outer product of 2q and x, not 2q in every column",
        DW_OF_F,
        "dW = 2.0 * np.ones_like(W) * q[:, None]",
    ),
    Mistake(
        "dx_is_a_matrix",
        "dx is the matrix 2 WᵀW: multiply it by x",
        DX_OF_F,
        "dx = 2.0 * W.T @ W",
    ),
    Mistake(
        "sign",
        "both gradients have the wrong sign",
        DX_OF_F,
        "dx = -2.0 * W.T @ q",
        also=(Patch(DW_OF_F, "dW = -2.0 * np.outer(q, x)"),),
    ),
    Mistake(
        "weights_changed",
        "W is changed in place: it belongs to the caller",
        DX_OF_F,
        "dx = 2.0 * W.T @ q\n    W *= 2",
        also=(Patch(DW_OF_F, "dW = 2.0 * np.outer(q, x) * 1.0"),),
    ),
]
