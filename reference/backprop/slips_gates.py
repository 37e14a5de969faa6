"""How gates go wrong: what is said, and what is changed in the solution of gates.py for it."""

from __future__ import annotations

from grader.authoring import Mistake, Patch


def _backward(dx, dy, *, old_dx, old_dy):
    """Both lines of a backward pass replaced, as a first patch and the rest."""
    return {"find": old_dx, "replace": dx, "also": (Patch(old_dy, dy),)}


def _in_adding(dx, dy):
    return _backward(f"dx = {dx}", f"dy = {dy}", old_dx="dx = dout.reshape(cache)", old_dy="dy = dout * 1.0")


def _in_multiplying(dx, dy):
    return _backward(f"dx = {dx}", f"dy = {dy}", old_dx="dx = dout * y", old_dy="dy = x * dout")


def _in_maxima(dx, dy):
    return _backward(f"dx = {dx}", f"dy = {dy}", old_dx="dx = dout * to_x", old_dy="dy = (1.0 - to_x) * dout")


IN_ADDING = [
    Mistake("difference", "the forward pass subtracts y; the gate adds", "out = x + y", "out = x - y"),
    Mistake(
        "difference_throughout",
        "y is subtracted, forward and backward; the gate adds, and both inputs get the gradient as it is",
        "out = x + y",
        "out = x - y",
        also=(Patch("dy = dout * 1.0", "dy = -dout"),),
    ),
    Mistake("product", "the forward pass multiplies; the gate adds", "out = x + y", "out = x * y"),
    Mistake(
        "sum_of_everything",
        "np.sum adds up all entries to one number; the gate adds x and y entry by entry",
        "out = x + y",
        "out = np.sum(x + y)",
    ),
    Mistake("mean", "the forward pass takes the mean of x and y; the gate adds", "out = x + y", "out = (x + y) / 2"),
    Mistake(
        "upstream_ignored",
        "the gradients are the local ones, 1, without dout: multiply by the upstream gradient",
        **_in_adding("np.ones_like(dout)", "np.ones_like(dout)"),
    ),
    Mistake(
        "gradient_split",
        "each input gets half of the gradient; the add gate hands the whole of it to both",
        **_in_adding("dout / 2", "dout / 2"),
    ),
    Mistake(
        "sign_of_dy",
        "dy has the wrong sign: that is the rule of a difference; the add gate hands dout to both inputs",
        "dy = dout * 1.0",
        "dy = -dout",
    ),
    Mistake("both_signs", "both gradients have the wrong sign", **_in_adding("-dout", "-dout")),
    Mistake(
        "only_x",
        "dy is zero: the add gate hands the gradient to both of its inputs, not to the first alone",
        "dy = dout * 1.0",
        "dy = np.zeros_like(dout)",
    ),
    Mistake(
        "rule_of_the_product",
        (
            "the gradients are dout times the other input: that is the rule of the mul gate; the local gradients "
            "here are 1"
        ),
        "cache = out.shape",
        "cache = (x, y)",
        also=(
            Patch("dx = dout.reshape(cache)", "dx = dout * cache[1]"),
            Patch("dy = dout * 1.0", "dy = dout * cache[0]"),
        ),
    ),
    Mistake(
        "times_own_input",
        "the gradients are multiplied by the inputs; the local gradients of a sum are 1, whatever the inputs are",
        "cache = out.shape",
        "cache = (x, y)",
        also=(
            Patch("dx = dout.reshape(cache)", "dx = dout * cache[0]"),
            Patch("dy = dout * 1.0", "dy = dout * cache[1]"),
        ),
    ),
    Mistake(
        "gradient_summed",
        "the upstream gradient is summed over its entries; each entry of x and y has a gradient of its own",
        **_in_adding("np.sum(dout) * np.ones_like(dout)", "np.sum(dout) * np.ones_like(dout)"),
    ),
    Mistake(
        "gradient_averaged",
        "the gradients are divided by the number of rows: nothing is averaged in a gate",
        **_in_adding("dout / len(dout)", "dout / len(dout)"),
    ),
    Mistake("doubled", "both gradients are twice what they should be", **_in_adding("2 * dout", "2 * dout")),
    Mistake(
        "out_for_gradient",
        "the gradients are the output itself, out; they are the upstream gradient, dout",
        "cache = out.shape",
        "cache = out",
        also=(Patch("dx = dout.reshape(cache)", "dx = cache"), Patch("dy = dout * 1.0", "dy = cache")),
    ),
    Mistake(
        "adds_in_place",
        "`x += y` adds into the caller's x: write x + y, which makes a new array",
        "out = x + y",
        "x += y\n    out = x",
    ),
    Mistake(
        "doubles_dout_in_place",
        "dout is changed in place on the way to dx and dy: it belongs to the caller",
        "dx = dout.reshape(cache)",
        "dout *= 2\n    dx = dout / 2",
    ),
]

IN_MULTIPLYING = [
    Mistake(
        "output_kept_for_y",
        "the cache holds the output where y belongs: dx is dout times y",
        "cache = (x, y)\n    return out, cache\n\n\ndef mul_backward",
        "cache = (x, out)\n    return out, cache\n\n\ndef mul_backward",
    ),
    Mistake(
        "output_kept_for_x",
        "the cache holds the output where x belongs: dy is dout times x",
        "cache = (x, y)\n    return out, cache\n\n\ndef mul_backward",
        "cache = (out, y)\n    return out, cache\n\n\ndef mul_backward",
    ),
    Mistake("sum", "the forward pass adds; the gate multiplies", "out = x * y", "out = x + y"),
    Mistake(
        "sum_of_products",
        "the products are added up to one number; the gate multiplies entry by entry",
        "out = x * y",
        "out = np.sum(x * y)",
    ),
    Mistake("squares_x", "the forward pass multiplies x by itself, not by y", "out = x * y", "out = x * x"),
    Mistake(
        "inputs_not_switched",
        "dx is dout times x and dy is dout times y: the slope of x·y by x is y, the *other* input",
        **_in_multiplying("dout * x", "dout * y"),
    ),
    Mistake(
        "upstream_ignored",
        "the gradients are the local ones, y and x, without dout: multiply by the upstream gradient",
        **_in_multiplying("1.0 * y", "1.0 * x"),
    ),
    Mistake(
        "own_inputs_upstream_ignored",
        "the gradients are the inputs x and y themselves: the local gradient is the other input, times dout",
        **_in_multiplying("1.0 * x", "1.0 * y"),
    ),
    Mistake(
        "rule_of_the_sum",
        "dout is handed on as it is: that is the rule of the add gate; here it is multiplied by the other input",
        **_in_multiplying("1.0 * dout", "1.0 * dout"),
    ),
    Mistake(
        "adds_the_local_gradient",
        "dout and the local gradient are added; the chain rule multiplies them",
        **_in_multiplying("dout + y", "dout + x"),
    ),
    Mistake(
        "out_for_the_other_input",
        "the gradients are dout times out, the product; the local gradient is the other input alone",
        **_in_multiplying("dout * x * y", "dout * x * y"),
    ),
    Mistake(
        "product_divided_by_own_input",
        "the other input is got as out / x and out / y, which is 0/0 where an input is zero: keep x and y in the cache",
        **_in_multiplying("dout * (x * y) / x", "dout * (x * y) / y"),
    ),
    Mistake("sign", "both gradients have the wrong sign", **_in_multiplying("-dout * y", "-dout * x")),
    Mistake(
        "sign_of_dy",
        "dy has the wrong sign: that is the rule of a quotient or a difference",
        "dy = x * dout",
        "dy = -x * dout",
    ),
    Mistake(
        "only_x",
        "dy is zero: a product changes with both of its inputs",
        "dy = x * dout",
        "dy = np.zeros_like(dout)",
    ),
    Mistake(
        "y_for_both",
        "both gradients are dout times y; that of y is dout times x",
        "dy = x * dout",
        "dy = y * dout",
    ),
    Mistake(
        "gradient_summed",
        "the gradients are summed over the entries to one number each; each entry of x and y has its own",
        **_in_multiplying("np.sum(dout * y)", "np.sum(dout * x)"),
    ),
    Mistake(
        "gradient_averaged",
        "the gradients are divided by the number of rows: nothing is averaged in a gate",
        **_in_multiplying("dout * y / len(dout)", "dout * x / len(dout)"),
    ),
    Mistake(
        "doubled", "both gradients are twice what they should be", **_in_multiplying("2 * dout * y", "2 * dout * x")
    ),
    Mistake(
        "cache_of_the_last_call",
        (
            "the inputs are kept in one place for all calls, a global variable or an attribute, so that the "
            "backward pass "
            "finds those of the last forward pass: keep them in the cache that is returned"
        ),
        "cache = (x, y)\n    return out, cache\n\n\ndef mul_backward",
        "global _kept\n    _kept = cache = (x, y)\n    return out, cache\n\n\ndef mul_backward",
        also=(Patch("x, y = cache\n    dx = dout * y", "x, y = _kept\n    dx = dout * y"),),
    ),
    Mistake(
        "multiplies_in_place",
        "`x *= y` multiplies into the caller's x, which the backward pass still needs: write x * y",
        "out = x * y",
        "x *= y\n    out = x",
    ),
    Mistake(
        "dout_in_place",
        "dout is multiplied in place for dx, and used for dy when it is no longer what came in",
        "dx = dout * y",
        "dout *= y\n    dx = dout",
    ),
]

IN_MAXIMA = [
    Mistake(
        "minus_the_mask",
        "dy is multiplied by minus the mask of x; where y is larger the mask is 1 minus that, or ~mask",
        "dy = (1.0 - to_x) * dout",
        "dy = -to_x * dout",
    ),
    Mistake(
        "all_to_y",
        "dy is all of dout; y gets it only where it is the larger",
        "dy = (1.0 - to_x) * dout",
        "dy = 1.0 * dout",
    ),
    Mistake(
        "all_to_x", "dx is all of dout; x gets it only where it is the larger", "dx = dout * to_x", "dx = 1.0 * dout"
    ),
    Mistake(
        "larger_array",
        "one array is taken as a whole; the larger of x and y is to be found entry by entry, np.maximum(x, y)",
        "out = np.maximum(x, y)",
        "out = x if np.all(x >= y) else y",
    ),
    Mistake("minimum", "the forward pass takes the smaller one", "np.maximum(x, y)", "np.minimum(x, y)"),
    Mistake(
        "minimum_throughout",
        "the smaller one is taken, forward and backward; the gate is a maximum",
        "np.maximum(x, y)",
        "np.minimum(x, y)",
        also=(Patch("1.0 * (x >= y)", "1.0 * (x <= y)"),),
    ),
    Mistake(
        "largest_of_all",
        (
            "np.max gives the largest entry of a whole array; the larger of two arrays, entry by entry, is "
            "np.maximum(x, y)"
        ),
        "np.maximum(x, y)",
        "max(np.max(x), np.max(y))",
    ),
    Mistake(
        "relu",
        "this is max(0, x), the ReLU; the gate takes the larger of x and y",
        "np.maximum(x, y)",
        "np.maximum(x, 0)",
    ),
    Mistake(
        "mask_for_output",
        "the forward pass returns which input is larger, not how large it is",
        "np.maximum(x, y)",
        "1.0 * (x > y)",
    ),
    Mistake(
        "larger_by_size",
        "the inputs are compared by their absolute values; -3 is smaller than 1",
        "np.maximum(x, y)",
        "np.where(np.abs(x) >= np.abs(y), x, y)",
        also=(Patch("1.0 * (x >= y)", "1.0 * (np.abs(x) >= np.abs(y))"),),
    ),
    Mistake(
        "to_the_smaller",
        "the gradient goes to the smaller input; only the larger one changes the output",
        "1.0 * (x >= y)",
        "1.0 * (x < y)",
    ),
    Mistake(
        "to_both",
        "both inputs get the gradient; the smaller one does not change the output, so its gradient is 0",
        **_in_maxima("1.0 * dout", "1.0 * dout"),
    ),
    Mistake(
        "only_x",
        "the gradient always goes to x, also where y is the larger one",
        **_in_maxima("1.0 * dout", "0.0 * dout"),
    ),
    Mistake(
        "dy_missing",
        "dy is zero, also where y is the larger one",
        "dy = (1.0 - to_x) * dout",
        "dy = 0.0 * dout",
    ),
    Mistake(
        "upstream_ignored",
        "the gradients are masks of 0 and 1, without dout: multiply by the upstream gradient",
        **_in_maxima("1.0 * to_x", "1.0 - to_x"),
    ),
    Mistake(
        "twice_at_ties",
        "where x and y are equal both get the whole gradient: it is to be given out once, to x",
        "dy = (1.0 - to_x) * dout",
        "dy = dout * (y >= x)",
    ),
    Mistake(
        "lost_at_ties",
        "where x and y are equal neither gets the gradient: `x > y` and `y > x` both leave it out; it goes to x",
        **_in_maxima("dout * (x > y)", "dout * (y > x)"),
    ),
    Mistake(
        "sign_of_the_input",
        "the gradient goes where the input is positive: that is the ReLU; compare x with y",
        **_in_maxima("dout * (x > 0)", "dout * (y > 0)"),
    ),
    Mistake(
        "sign_of_the_gradient",
        "the mask asks where dout is positive; it should ask which of the inputs is larger",
        **_in_maxima("dout * (dout > 0)", "dout * (dout <= 0)"),
    ),
    Mistake(
        "times_the_input",
        "the gradients are multiplied by the inputs; the slope of the larger input is 1, whatever its size",
        **_in_maxima("dout * to_x * x", "dout * (1.0 - to_x) * y"),
    ),
    Mistake(
        "gradient_split",
        "each input gets half of the gradient everywhere; the larger one gets all of it",
        **_in_maxima("dout / 2", "dout / 2"),
    ),
    Mistake(
        "one_array_for_both",
        "`dx = dout` and `dy = dout` are the same array, so what is set to 0 in one is 0 in the other: work on copies",
        **_in_maxima("dout", "dout\n    dx[x < y] = 0\n    dy[x >= y] = 0"),
    ),
    Mistake(
        "dout_in_place",
        "`dx = dout` is no copy: setting entries of it to 0 changes the caller's dout, and what dy is made of",
        "dx = dout * to_x",
        "dx = dout\n    dx[x < y] = 0",
    ),
    Mistake(
        "cache_of_the_last_call",
        (
            "the inputs are kept in one place for all calls, a global variable or an attribute, so that the "
            "backward pass "
            "finds those of the last forward pass: keep them in the cache that is returned"
        ),
        "cache = (x, y)\n    return out, cache\n\n\ndef max_backward",
        "global _kept\n    _kept = cache = (x, y)\n    return out, cache\n\n\ndef max_backward",
        also=(Patch("x, y = cache\n    to_x", "x, y = _kept\n    to_x"),),
    ),
]

SIGMOID = "1.0 / (1.0 + np.exp(-x))"
SLOPE = "slope = out * (1.0 - out)"

IN_SIGMOID = [
    Mistake(
        "minus_missing",
        "the minus in the exponent is missing: the sigmoid is 1 / (1 + exp(-x))",
        "np.exp(-x)",
        "np.exp(x)",
    ),
    Mistake(
        "minus_missing_throughout",
        "this is the sigmoid of -x, forward and backward: the minus in the exponent is missing",
        "np.exp(-x)",
        "np.exp(x)",
        also=(Patch(SLOPE, "slope = -out * (1.0 - out)"),),
    ),
    Mistake("minus_for_plus", "the denominator is 1 - exp(-x); it should be 1 + exp(-x)", "1.0 + np", "1.0 - np"),
    Mistake(
        "tanh",
        "the forward pass is tanh, which runs from -1 to 1; the sigmoid runs from 0 to 1",
        SIGMOID,
        "np.tanh(x)",
    ),
    Mistake(
        "tanh_throughout",
        "this is tanh, forward and backward; the sigmoid runs from 0 to 1",
        SIGMOID,
        "np.tanh(x)",
        also=(Patch(SLOPE, "slope = 1.0 - out**2"),),
    ),
    Mistake(
        "softmax",
        (
            "the exponentials are divided by their sum over all entries: that is the softmax; the sigmoid looks at "
            "each alone"
        ),
        SIGMOID,
        "np.exp(x - x.max()) / np.sum(np.exp(x - x.max()))",
    ),
    Mistake(
        "overflows_above",
        (
            "exp(x) / (1 + exp(x)) is infinity by infinity, nan, for large x: 1 / (1 + exp(-x)) is the same "
            "number and survives it"
        ),
        SIGMOID,
        "np.exp(x) / (1.0 + np.exp(x))",
    ),
    Mistake(
        "overflows_below",
        (
            "the slope exp(-x) / (1 + exp(-x))² is infinity by infinity, nan, for x far below zero: "
            "write it with the output, out · (1 - out)"
        ),
        "cache = out\n",
        "cache = x\n",
        also=(
            Patch("out = cache", "x = cache"),
            Patch(SLOPE, "slope = np.exp(-x) / (1.0 + np.exp(-x)) ** 2"),
        ),
    ),
    Mistake(
        "clipped_inputs",
        "x is clipped to ±10 before exp, which changes the output beyond: clip, if you must, at ±500",
        SIGMOID,
        "1.0 / (1.0 + np.exp(-np.clip(x, -10, 10)))",
    ),
    Mistake(
        "exp_of_the_math_module",
        (
            "math.exp raises OverflowError for large numbers, where np.exp is infinite: for negative x, "
            "exp(x) / (1 + exp(x)) is the same number and survives it"
        ),
        SIGMOID,
        "1.0 / (1.0 + np.array([math.exp(-entry) for entry in x.flat]).reshape(x.shape))",
        also=(Patch("    with np.errstate", "    import math\n\n    with np.errstate"),),
    ),
    Mistake(
        "slope_of_the_input",
        "the slope is x · (1 - x), of the input; the formula is written with the output, out · (1 - out)",
        "cache = out\n",
        "cache = x\n",
    ),
    Mistake(
        "sigmoid_of_the_output",
        "the backward pass takes the sigmoid of the output once more: cache the output, and use it as it is",
        SLOPE,
        "slope = 1.0 / (1.0 + np.exp(-out)) * (1.0 - 1.0 / (1.0 + np.exp(-out)))",
    ),
    Mistake(
        "upstream_ignored",
        "dx is the local slope, without dout: multiply by the upstream gradient",
        "return dout * slope",
        "return 1.0 * slope",
    ),
    Mistake(
        "slope_of_dout",
        "dout is put in the place of the output: dout · (1 - dout); the slope is out · (1 - out)",
        "return dout * slope",
        "return dout * (1.0 - dout)",
    ),
    Mistake(
        "one_minus_missing",
        "the slope is out alone; it is out · (1 - out)",
        SLOPE,
        "slope = 1.0 * out",
    ),
    Mistake("out_missing", "the slope is 1 - out alone; it is out · (1 - out)", SLOPE, "slope = 1.0 - out"),
    Mistake(
        "slope_of_tanh",
        "the slope is 1 - out², which is that of tanh; the sigmoid's is out · (1 - out)",
        SLOPE,
        "slope = 1.0 - out**2",
    ),
    Mistake(
        "plus_for_minus", "the slope is out · (1 + out); it is out · (1 - out)", SLOPE, "slope = out * (1.0 + out)"
    ),
    Mistake("slope_squared", "the slope is (1 - out)²; it is out · (1 - out)", SLOPE, "slope = (1.0 - out) ** 2"),
    Mistake("sign", "dx has the wrong sign: the sigmoid rises", SLOPE, "slope = out * (out - 1.0)"),
    Mistake(
        "upstream_added",
        "dout and the slope are added; the chain rule multiplies them",
        "return dout * slope",
        "return dout + slope",
    ),
    Mistake("slope_missing", "dout is handed on as it is: multiply by the slope out · (1 - out)", SLOPE, "slope = 1.0"),
    Mistake(
        "gradient_summed",
        "dx is summed over the entries to one number; each entry of x has a gradient of its own",
        "return dout * slope",
        "return np.sum(dout * slope)",
    ),
    Mistake(
        "cache_of_the_last_call",
        (
            "the output is kept in one place for all calls, a global variable or an attribute, so that the "
            "backward pass "
            "finds that of the last forward pass: keep it in the cache that is returned"
        ),
        "cache = out\n",
        "global _kept\n    _kept = cache = out\n",
        also=(Patch("out = cache", "out = _kept"),),
    ),
    Mistake(
        "negates_in_place",
        "x is changed in place on the way to the exponential: it belongs to the caller",
        "out = 1.0 / (1.0 + np",
        "x *= -1\n        out = 1.0 / (1.0 + np",
        also=(Patch("np.exp(-x)", "np.exp(x)"),),
    ),
    Mistake(
        "dout_in_place",
        "dout is multiplied in place: it belongs to the caller; write dx = dout * slope",
        "return dout * slope",
        "dout *= slope\n    return dout",
    ),
]
