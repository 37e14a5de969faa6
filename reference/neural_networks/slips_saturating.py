"""How sigmoid and tanh go wrong: what is said, and what is changed in the solution of saturating.py for it."""

from __future__ import annotations

from grader.authoring import Mistake, Patch

from .slips import chain_rule_slips, forward_slips, slips

INPUT_KEPT = "the slope is taken with the layer's input in place of its output: "

# ---------------------------------------------------------------- sigmoid

SIGMOID, SIGMOID_SLOPE = "np.exp(-np.logaddexp(0, -x))", "(s * (1 - s))"
KEEPS_X = Patch(f"out = {SIGMOID}", f"out = {SIGMOID}\n    return out, x")
sigmoid = slips(
    {
        "sign_of_x": "the exponent has the wrong sign: 1 / (1 + exp(-x)) rises with x",
        "one_minus_exp": "the sum is a difference: 1 / (1 + exp(-x)), not 1 / (1 - exp(-x))",
        "no_one": "out is exp(x): is the 1 in the sum missing? The sigmoid is 1 / (1 + exp(-x))",
        "is_tanh": "out is tanh(x), which runs from -1 to 1; the sigmoid runs from 0 to 1",
        "is_softplus": "out is log(1 + exp(x)), the softplus; the sigmoid is 1 / (1 + exp(-x))",
        "is_hard": "out is a straight line cut off at 0 and 1 (a hard sigmoid); it should be 1 / (1 + exp(-x))",
        "is_softmax": "out is divided by the sum of a whole row, as in the softmax; the sigmoid goes entry by entry",
        "infinite_over_infinite": (
            "exp(x) / (1 + exp(x)) is infinity over infinity for large x: 1 / (1 + exp(-x)) is the same, and never nan"
        ),
        "clipped": "x is clipped before exp, which changes the result a little: 1 / (1 + exp(-x)) needs no clipping",
        "to_base_2": "the exponential is 2**x; it should be exp",
        "slope_of_input": INPUT_KEPT + "s·(1 - s) with s = sigmoid(x), not x·(1 - x)",
        "sigmoid_twice": (
            "the sigmoid is applied to the cached output once more: if the cache holds the output, s·(1 - s) is enough"
        ),
        "one_plus": "the slope is s·(1 + s); it is s·(1 - s)",
        "one_minus_alone": "the slope is 1 - s; a factor s is missing",
        "s_alone": "the slope is s; a factor 1 - s is missing",
        "squared": "the slope is s²; it is s·(1 - s) = s - s²",
        "of_tanh": "the slope is 1 - s², that of tanh; the sigmoid's is s·(1 - s)",
        "exp_alone_in_slope": "the slope is exp(-x) / (1 + exp(-x)); the sum has to be squared",
        "slope_nan": "the slope is exp(-x) / (1 + exp(-x))², infinity over infinity for large -x: use s·(1 - s)",
        "upstream_inside": "dout stands inside the slope, s·(dout - s); the chain rule multiplies the slope by it",
        "precedence": "the brackets are missing: dout·s·1 - s is not dout·s·(1 - s)",
    }
)
SIGMOID_FORWARD = [
    Mistake(
        "of_double",
        "out is the sigmoid of 2x: written with tanh it is (1 + tanh(x / 2)) / 2",
        SIGMOID,
        "0.5 * (1 + np.tanh(x))",
    ),
    Mistake(
        "shifted_tanh",
        "out is 1 + tanh, which runs from 0 to 2; the sigmoid runs from 0 to 1",
        SIGMOID,
        "1 + np.tanh(0.5 * x)",
    ),
    *forward_slips(SIGMOID),
    sigmoid("sign_of_x", SIGMOID, "1 / (1 + np.exp(x))"),
    sigmoid("one_minus_exp", SIGMOID, "1 / (1 - np.exp(-x))"),
    sigmoid("no_one", SIGMOID, "1 / np.exp(-x)"),
    sigmoid("is_tanh", SIGMOID, "np.tanh(x)"),
    sigmoid("is_softplus", SIGMOID, "np.logaddexp(0, x)"),
    sigmoid("is_hard", SIGMOID, "np.clip(0.2 * x + 0.5, 0, 1)"),
    sigmoid("is_softmax", SIGMOID, "np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True)"),
    sigmoid("infinite_over_infinite", SIGMOID, "np.exp(x) / (1 + np.exp(x))"),
    sigmoid("clipped", SIGMOID, "1 / (1 + np.exp(-np.clip(x, -10, 10)))"),
    sigmoid("to_base_2", SIGMOID, "1 / (1 + 2.0**-x)"),
]
SIGMOID_BACKWARD = [
    sigmoid("slope_of_input", SIGMOID_SLOPE, SIGMOID_SLOPE, KEEPS_X),
    sigmoid("sigmoid_twice", "s = cache", "s = 1 / (1 + np.exp(-cache))"),
    sigmoid("one_plus", SIGMOID_SLOPE, "(s * (1 + s))"),
    sigmoid("one_minus_alone", SIGMOID_SLOPE, "(1 - s)"),
    sigmoid("s_alone", SIGMOID_SLOPE, "s"),
    sigmoid("squared", SIGMOID_SLOPE, "(s * s)"),
    sigmoid("of_tanh", SIGMOID_SLOPE, "(1 - s * s)"),
    sigmoid("exp_alone_in_slope", SIGMOID_SLOPE, "(np.exp(-s) / (1 + np.exp(-s)))", KEEPS_X),
    sigmoid("slope_nan", SIGMOID_SLOPE, "(np.exp(-s) / (1 + np.exp(-s)) ** 2)", KEEPS_X),
    sigmoid("upstream_inside", f"dout * {SIGMOID_SLOPE}", "s * (dout - s)"),
    sigmoid("precedence", f"dout * {SIGMOID_SLOPE}", "dout * s * 1 - s"),
    *chain_rule_slips(SIGMOID_SLOPE),
]

# ---------------------------------------------------------------- tanh

TANH, TANH_SLOPE = "np.tanh(x)", "(1 - t * t)"
KEEPS_X_TOO = Patch(f"out = {TANH}", f"out = {TANH}\n    return out, x")
tanh = slips(
    {
        "is_sigmoid": "out is the sigmoid, which runs from 0 to 1; tanh runs from -1 to 1",
        "of_half": "out is tanh(x / 2): exp(2x) stands in the formula with tanh(x), exp(x) alone does not",
        "of_twice": "out is tanh(2x): tanh(x) is 2·sigmoid(2x) - 1, or (exp(x) - exp(-x)) / (exp(x) + exp(-x))",
        "sinh": "out is sinh(x): it still has to be divided by cosh(x)",
        "inverse": "np.arctanh is the inverse function; np.tanh is meant",
        "arctan": "np.arctan is another function with a similar graph; np.tanh is meant",
        "tan": "np.tan is the tangent; the hyperbolic one is np.tanh",
        "plus_on_top": "the numerator is a sum: tanh(x) is (exp(x) - exp(-x)) / (exp(x) + exp(-x))",
        "infinite_over_infinite": (
            "(exp(x) - exp(-x)) / (exp(x) + exp(-x)) is infinity over infinity for large x: np.tanh is not"
        ),
        "signs_swapped": "the numerator is the wrong way round: exp(x) - exp(-x)",
        "slope_of_input": INPUT_KEPT + "1 - t² with t = tanh(x), not 1 - x²",
        "tanh_twice": (
            "tanh is applied to the cached output once more: if the cache holds the output, 1 - t² is enough"
        ),
        "one_plus": "the slope is 1 + t²; it is 1 - t²",
        "not_squared": "the slope is 1 - t; t has to be squared",
        "square_of_difference": "the slope is (1 - t)²; it is 1 - t²",
        "of_sigmoid": "the slope is t·(1 - t), that of the sigmoid; tanh has 1 - t²",
        "one_missing": "the slope is t²; it is 1 - t²",
        "upstream_squared": "dout is squared along with t; the chain rule multiplies 1 - t² by dout once",
        "precedence": "the brackets are missing: dout·1 - t² is not dout·(1 - t²)",
        "cosh_not_squared": "the slope is 1 / cosh(x); the cosh has to be squared",
    }
)
TANH_FORWARD = [
    *forward_slips(TANH),
    tanh("is_sigmoid", TANH, "1 / (1 + np.exp(-x))"),
    tanh("of_half", TANH, "np.tanh(x / 2)"),
    tanh("of_twice", TANH, "np.tanh(2 * x)"),
    tanh("sinh", TANH, "np.sinh(x)"),
    tanh("inverse", TANH, "np.arctanh(x)"),
    tanh("arctan", TANH, "np.arctan(x)"),
    tanh("tan", TANH, "np.tan(x)"),
    tanh("plus_on_top", TANH, "(np.exp(x) + np.exp(-x)) / (np.exp(x) - np.exp(-x))"),
    tanh("infinite_over_infinite", TANH, "(np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))"),
    tanh("signs_swapped", TANH, "(np.exp(-x) - np.exp(x)) / (np.exp(x) + np.exp(-x))"),
]
TANH_BACKWARD = [
    tanh("slope_of_input", TANH_SLOPE, TANH_SLOPE, KEEPS_X_TOO),
    tanh("tanh_twice", "t = cache", "t = np.tanh(cache)"),
    tanh("one_plus", TANH_SLOPE, "(1 + t * t)"),
    tanh("not_squared", TANH_SLOPE, "(1 - t)"),
    tanh("square_of_difference", TANH_SLOPE, "(1 - t) ** 2"),
    tanh("of_sigmoid", TANH_SLOPE, "(t * (1 - t))"),
    tanh("one_missing", TANH_SLOPE, "t**2"),
    tanh("upstream_squared", f"dout * {TANH_SLOPE}", "dout - (dout * t) ** 2"),
    tanh("precedence", f"dout * {TANH_SLOPE}", "dout * 1 - t * t"),
    tanh("cosh_not_squared", TANH_SLOPE, "1 / np.cosh(t)", KEEPS_X_TOO),
    *chain_rule_slips(TANH_SLOPE),
]
