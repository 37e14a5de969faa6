"""How rectifiers go wrong: what is said, and what is changed in the solution of rectifiers.py for it."""

from __future__ import annotations

from grader.authoring import Mistake

from .slips import chain_rule_slips, forward_slips, slips

# ---------------------------------------------------------------- ReLU

MASK_REVERSED = "the mask is the wrong way round: dout should pass where x was positive"
RELU, RELU_DX = "np.maximum(0, x)", "dout * positive"
relu = slips(
    {
        "minimum": "np.minimum keeps the negative numbers; the positive ones are to be kept: np.maximum(0, x)",
        "absolute": "negative numbers become positive; they should become 0",
        "keeps_mask": "out is the mask, 0 or 1; it should be x itself where x is positive",
        "max_of_all": "out is one number, the largest of all; np.maximum(0, x) goes entry by entry, np.max does not",
        "at_least_one": "numbers are cut off below 1; the ReLU cuts off below 0",
        "clipped_at_one": "numbers above 1 are cut off too: the ReLU has no upper end",
        "clipped_at_six": "numbers above 6 are cut off too (ReLU6): the ReLU has no upper end",
        "leaky": "negative numbers keep a small slope, as in the leaky ReLU; the ReLU makes them 0",
        "drops_negatives": "x[x > 0] is a flat list of the positive numbers: the shape of x is lost",
        "softplus": "out is log(1 + exp(x)), the softplus, a smooth cousin; the ReLU is max(0, x)",
        "squared": "positive numbers are squared: they should stay as they are",
        "mask_of_upstream": "the mask asks where dout is positive; it should ask where x was",
        "both_masks": (
            "only positive dout is handed back (guided backpropagation); the gradient hands back both signs where x > 0"
        ),
        "mask_reversed": MASK_REVERSED,
        "mask_reversed_and_zero": MASK_REVERSED,
        "times_x": "dout is multiplied by x where x is positive; the slope there is 1",
        "sign_of_x": "dout is multiplied by the sign of x, which is -1 below zero; the slope there is 0",
        "above_one": "the mask is x > 1; the slope is 1 as soon as x is above 0",
        "leaky_slope": "below zero a small slope is left, as in the leaky ReLU; the ReLU has none there",
        "divides_by_x": "dout is multiplied by out / x, which is 0/0 where x is 0: use the mask x > 0",
    }
)
RELU_FORWARD = [
    Mistake(
        "largest_of_columns",
        "np.max(x, 0) is the largest entry of each column (axis 0); the larger of x and 0, entry by entry, is "
        "np.maximum(x, 0)",
        RELU,
        "np.max(x, 0)",
    ),
    *forward_slips(RELU),
    relu("minimum", RELU, "np.minimum(0, x)"),
    relu("absolute", RELU, "np.abs(x)"),
    relu("keeps_mask", RELU, "(x > 0) * 1.0"),
    relu("max_of_all", RELU, "np.max(x)"),
    relu("at_least_one", RELU, "np.maximum(1, x)"),
    relu("clipped_at_one", RELU, "np.clip(x, 0, 1)"),
    relu("clipped_at_six", RELU, "np.clip(x, 0, 6)"),
    relu("leaky", RELU, "np.maximum(0.01 * x, x)"),
    relu("drops_negatives", RELU, "x[x > 0]"),
    relu("softplus", RELU, "np.logaddexp(0, x)"),
    relu("squared", RELU, "np.maximum(0, x) ** 2"),
]
RELU_BACKWARD = [
    Mistake(
        "x_handed_back",
        "dx is x where x is positive, the layer's output once more; it is dout there",
        RELU_DX,
        "np.maximum(0, x)",
    ),
    relu("mask_of_upstream", RELU_DX, "dout * (dout > 0)"),
    relu("both_masks", RELU_DX, "dout * positive * (dout > 0)"),
    relu("mask_reversed", RELU_DX, "dout * (x < 0)"),
    relu("mask_reversed_and_zero", RELU_DX, "dout * (x <= 0)"),
    relu("times_x", RELU_DX, "dout * x * positive"),
    relu("sign_of_x", RELU_DX, "dout * np.sign(x)"),
    relu("above_one", RELU_DX, "dout * (x > 1)"),
    relu("leaky_slope", RELU_DX, "dout * np.where(positive, 1, 0.01)"),
    relu("divides_by_x", RELU_DX, "dout * np.maximum(0, x) / x"),
    *chain_rule_slips("positive"),
]

# ---------------------------------------------------------------- the default of alpha


def default_slips(layer, default, others):
    """Another default of alpha than that of the signature that was handed out, or none."""
    signature, call = f"def {layer}(x, alpha={default})", f"{layer}(x)"
    return [
        *(
            Mistake(
                "alpha_default" + f"_{other}".replace(".", "_") * (turn > 0),
                f"alpha is {other} where it is left out; its default is {default}: {call} means {layer}(x, {default})",
                signature,
                f"def {layer}(x, alpha={other})",
            )
            for turn, other in enumerate(others)
        ),
        Mistake(
            "alpha_without_default",
            f"alpha cannot be left out; it has a default: {call} means {layer}(x, {default})",
            signature,
            f"def {layer}(x, alpha)",
        ),
    ]


# ---------------------------------------------------------------- leaky ReLU

LEAKY, LEAKY_DX = "np.where(x > 0, x, alpha * x)", "np.where(above, dout, alpha * dout)"
leaky = slips(
    {
        "slope_above": "alpha multiplies the positive numbers; it is the slope below zero",
        "slope_everywhere": "alpha multiplies all numbers; positive ones stay as they are",
        "no_leak": "negative numbers become 0, as in the ReLU; they should become alpha * x",
        "constant_below": "below zero the output is alpha itself; it should be alpha * x",
        "negative_below": "below zero the output is -alpha * x, which is positive; it should be alpha * x",
        "fixed_alpha": "the slope below zero is 0.01 whatever alpha is: use the argument",
        "fixed_alpha_02": "the slope below zero is 0.2 whatever alpha is: use the argument",
        "alpha_as_floor": "numbers are cut off below alpha: max(alpha, x); the larger of alpha * x and x is meant",
        "adds_alpha": "below zero alpha is added to x; it should multiply x",
        "divides_by_alpha": "below zero x is divided by alpha; it should be multiplied by it",
        "minimum": "np.minimum takes the wrong one of x and alpha * x: the larger is the leaky ReLU, for alpha < 1",
        "both_parts": "alpha * x is added for positive numbers too: max(0, x) + alpha * min(0, x) is meant",
        "dx_slope_above": "the backward pass has alpha above zero and 1 below; it is the other way round",
        "dx_no_leak": "below zero dx is 0, as in the ReLU; the slope there is alpha",
        "dx_alpha_itself": "below zero dx is alpha itself: the chain rule multiplies it by dout",
        "dx_alpha_times_x": "below zero dx is alpha * x * dout: the slope of alpha * x is alpha",
        "dx_fixed_alpha": "below zero the slope is 0.01 whatever alpha is: keep alpha in the cache",
        "dx_alpha_everywhere": "dx is alpha * dout for all numbers; above zero the slope is 1",
        "dx_minus_alpha": "below zero the slope is -alpha; it is alpha",
        "dx_mask_of_upstream": "the mask asks where dout is positive; it should ask where x was",
        "dx_one_plus_alpha": "above zero the slope is 1 + alpha: alpha counts below zero only",
    }
)
LEAKY_FORWARD = [
    *forward_slips(LEAKY),
    leaky("slope_above", LEAKY, "np.where(x > 0, alpha * x, x)"),
    leaky("slope_everywhere", LEAKY, "alpha * x"),
    leaky("no_leak", LEAKY, "np.maximum(0, x)"),
    leaky("constant_below", LEAKY, "np.where(x > 0, x, alpha)"),
    leaky("negative_below", LEAKY, "np.where(x > 0, x, -alpha * x)"),
    leaky("fixed_alpha", LEAKY, "np.where(x > 0, x, 0.01 * x)"),
    leaky("fixed_alpha_02", LEAKY, "np.where(x > 0, x, 0.2 * x)"),
    leaky("alpha_as_floor", LEAKY, "np.maximum(alpha, x)"),
    leaky("adds_alpha", LEAKY, "np.where(x > 0, x, alpha + x)"),
    leaky("divides_by_alpha", LEAKY, "np.where(x > 0, x, x / alpha)"),
    leaky("both_parts", LEAKY, "np.maximum(0, x) + alpha * x"),
    *default_slips("leaky_relu_forward", "0.01", ("0.1", "0.2", "0.3", "0.001")),
]
LEAKY_BACKWARD = [
    leaky("dx_slope_above", LEAKY_DX, "np.where(above, alpha * dout, dout)"),
    leaky("dx_no_leak", LEAKY_DX, "dout * above"),
    leaky("dx_alpha_itself", LEAKY_DX, "np.where(above, dout, alpha)"),
    leaky("dx_alpha_times_x", LEAKY_DX, "np.where(above, dout, alpha * x * dout)"),
    leaky("dx_fixed_alpha", LEAKY_DX, "np.where(above, dout, 0.01 * dout)"),
    leaky("dx_alpha_everywhere", LEAKY_DX, "alpha * dout"),
    leaky("dx_minus_alpha", LEAKY_DX, "np.where(above, dout, -alpha * dout)"),
    leaky("dx_mask_of_upstream", LEAKY_DX, "np.where(dout > 0, dout, alpha * dout)"),
    leaky("dx_one_plus_alpha", LEAKY_DX, "np.where(above, (1 + alpha) * dout, alpha * dout)"),
    *chain_rule_slips("np.where(above, 1, alpha)", LEAKY_DX),
]

# ---------------------------------------------------------------- ELU

ELU, ELU_DX = "np.where(x > 0, x, alpha * np.expm1(below))", "np.where(linear, dout, alpha * decay * dout)"
elu = slips(
    {
        "no_minus_one": "the 1 is not subtracted: below zero it is alpha * (exp(x) - 1), so that it meets 0 at x = 0",
        "minus_one_outside": "the 1 is subtracted after alpha multiplies: alpha * (exp(x) - 1), not alpha * exp(x) - 1",
        "no_alpha": "alpha is left out: below zero it is alpha * (exp(x) - 1)",
        "everywhere": "alpha * (exp(x) - 1) is taken for all numbers; positive ones stay as they are",
        "sides_swapped": "the exponential is taken above zero and x below; it is the other way round",
        "minus_x": "the exponential is that of -x: it grows below zero, where it should fall off to -alpha",
        "leaky": "below zero the output is alpha * x, as in the leaky ReLU; it should be alpha * (exp(x) - 1)",
        "relu": "negative numbers become 0, as in the ReLU; they should become alpha * (exp(x) - 1)",
        "alpha_in_exp": "alpha stands inside the exponential; it multiplies it: alpha * (exp(x) - 1)",
        "alpha_above_too": "alpha multiplies the positive numbers too (as in the SELU, perhaps); they stay as they are",
        "one_minus_exp": "the difference is the wrong way round: exp(x) - 1, which is negative below zero",
        "infinity_times_zero": (
            "exp of a large positive number is infinite, and infinity times the 0 of a mask is nan: use np.where, "
            "or exp(np.minimum(x, 0))"
        ),
        "dx_is_output": "below zero the slope is taken to be the output; it is the output plus alpha, alpha * exp(x)",
        "dx_no_alpha": "alpha is left out of the slope below zero: it is alpha * exp(x)",
        "dx_alpha_alone": "below zero the slope is alpha, as in the leaky ReLU; it is alpha * exp(x)",
        "dx_zero_below": "below zero dx is 0, as in the ReLU; the slope there is alpha * exp(x)",
        "dx_everywhere": "the slope alpha * exp(x) is taken for all numbers; above zero it is 1",
        "dx_sides_swapped": "the slopes are on the wrong sides: 1 above zero, alpha * exp(x) below",
        "dx_of_output": "the slope takes exp of the output where it should take exp of x",
        "dx_no_upstream_below": "below zero dx is the slope alone: the chain rule multiplies it by dout",
        "dx_minus_x": "the slope takes exp(-x) below zero; it is alpha * exp(x)",
        "dx_output_plus_one": "below zero the slope is taken to be out + 1, right for alpha = 1 only: out + alpha",
        "dx_times_x": "below zero the slope is multiplied by x; it is alpha * exp(x)",
        "dx_infinity_times_zero": (
            "exp of a large positive number is infinite, and infinity times the 0 of a mask is nan: use np.where, "
            "or exp(np.minimum(x, 0))"
        ),
    }
)
ELU_FORWARD = [
    *forward_slips(ELU),
    elu("no_minus_one", ELU, "np.where(x > 0, x, alpha * np.exp(below))"),
    elu("minus_one_outside", ELU, "np.where(x > 0, x, alpha * np.exp(below) - 1)"),
    elu("no_alpha", ELU, "np.where(x > 0, x, np.expm1(below))"),
    elu("everywhere", ELU, "alpha * np.expm1(x)"),
    elu("sides_swapped", ELU, "np.where(x > 0, alpha * np.expm1(x), x)"),
    elu("minus_x", ELU, "np.where(x > 0, x, alpha * np.expm1(-x))"),
    elu("leaky", ELU, "np.where(x > 0, x, alpha * x)"),
    elu("relu", ELU, "np.maximum(0, x)"),
    elu("alpha_in_exp", ELU, "np.where(x > 0, x, np.expm1(alpha * below))"),
    elu("alpha_above_too", ELU, "alpha * np.where(x > 0, x, np.expm1(below))"),
    elu("one_minus_exp", ELU, "np.where(x > 0, x, -alpha * np.expm1(below))"),
    elu("infinity_times_zero", ELU, "(x > 0) * x + (x <= 0) * alpha * np.expm1(x)"),
    *default_slips("elu_forward", "1.0", ("0.1", "0.01", "0.5")),
]
ELU_BACKWARD = [
    elu("dx_is_output", ELU_DX, "np.where(linear, dout, alpha * (decay - 1) * dout)"),
    elu("dx_no_alpha", ELU_DX, "np.where(linear, dout, decay * dout)"),
    elu("dx_alpha_alone", ELU_DX, "np.where(linear, dout, alpha * dout)"),
    elu("dx_zero_below", ELU_DX, "dout * linear"),
    elu("dx_everywhere", ELU_DX, "alpha * np.exp(x) * dout"),
    elu("dx_sides_swapped", ELU_DX, "np.where(linear, alpha * np.exp(x) * dout, dout)"),
    elu("dx_of_output", ELU_DX, "np.where(linear, dout, alpha * np.exp(alpha * (decay - 1)) * dout)"),
    elu("dx_no_upstream_below", ELU_DX, "np.where(linear, dout, alpha * decay)"),
    elu("dx_minus_x", ELU_DX, "np.where(linear, dout, alpha * np.exp(-x) * dout)"),
    elu("dx_output_plus_one", ELU_DX, "np.where(linear, dout, (alpha * (decay - 1) + 1) * dout)"),
    elu("dx_times_x", ELU_DX, "np.where(linear, dout, alpha * x * decay * dout)"),
    elu("dx_infinity_times_zero", ELU_DX, "dout * ((x > 0) + (x <= 0) * alpha * np.exp(x))"),
    *chain_rule_slips("np.where(linear, 1, alpha * decay)", ELU_DX),
]
