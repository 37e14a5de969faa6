"""How networks go wrong: mistakes of any depth, and those of the network with one hidden layer."""

from __future__ import annotations

from grader.authoring import Mistake, Patch

from .slips import narrow_first, slips

FORWARD_SAYS = {
    "relu_missing": "there is no ReLU between the layers: without it, two affine layers are no more than one",
    "relu_after_scores": "a ReLU cuts off the scores, too: the last layer is affine, its scores have both signs",
    "relu_after_scores_only": "the ReLU comes after the last layer, and not before it: it belongs between the layers",
    "relu_first": "the ReLU is applied to X before the first layer; it comes after each hidden layer",
    "leaky_relu": "negative numbers keep a small slope, as in the leaky ReLU; a ReLU is asked for",
    "sigmoid_for_relu": "the hidden layer uses a sigmoid; a ReLU is asked for",
    "tanh_for_relu": "the hidden layer uses tanh; a ReLU is asked for",
    "absolute_for_relu": "negative numbers become positive; the ReLU makes them 0",
    "first_bias_missing": "the bias b1 is not added",
    "last_bias_missing": "the last layer's bias is not added",
    "biases_missing": "the biases are not added, in any layer",
    "probabilities": "without labels the probabilities are returned; the scores are asked for, before the softmax",
    "log_probabilities": "without labels log probabilities are returned; the scores are asked for, before the softmax",
    "shifted_scores": "the scores are shifted by their largest before they are returned: the shift belongs to the loss",
    "labels": "without labels the predicted classes are returned; the scores are asked for",
    "no_scores": (
        "without labels (y is None) the scores alone should be returned: ask `if y is None` before the loss "
        "is worked out"
    ),
    "hidden_returned": "the hidden layer is returned; it still has to go through the last layer",
    "centred": "the mean of the batch is subtracted from X: what an example scores depends on that example alone",
    "examples_changed": "X itself is changed in place: the caller still needs it",
    "weights_changed": "the parameters themselves are changed in `loss`: the update comes later",
    "averaged": "the scores are divided by the number of examples: the mean belongs to the loss",
}
LOSS_SAYS = {
    "summed": "loss and gradients are summed over the examples, not averaged",
    "loss_summed": "the loss is summed over the examples, not averaged; the gradients are averaged",
    "gradients_summed": "the gradients are not divided by the number of examples; the loss is",
    "gradients_averaged_twice": "the gradients are divided by the number of examples twice",
    "divided_by_classes": "loss and gradients are divided by the number of classes; divide by that of the examples",
    "log_to_base_10": "the logarithm is to base 10; the loss takes the natural one (np.log)",
    "loss_negative": "the minus is missing: the loss is minus the logarithm of the right class's probability",
    "no_shift": "exp overflows: the scores are not shifted by their largest value first",
    "one_shift_for_all": (
        "all examples are shifted by the same number, the largest score of the batch: "
        "an example whose scores are far below it ends in 0/0"
    ),
    "shifted_by_smallest": "the scores are shifted by the smallest of their row; subtract the largest, which becomes 0",
    "shifted_by_mean": "the scores are shifted by the mean of their row; subtract the largest, which becomes 0",
    "shifted_by_right_class": (
        "the scores are shifted by that of the right class: where it is far behind, exp overflows; subtract the largest"
    ),
    "epsilon": (
        "a small number is added to the probability inside the logarithm: it changes every loss a little, "
        "and caps the loss where the right class is unlikely"
    ),
    "right_class_not_subtracted": "the gradient by the scores lacks the 1 that is subtracted for the right class",
    "added_to_right_class": "1 is added to the right class's probability in the gradient; subtract it",
    "gradients_negative": "all gradients have the wrong sign",
    "gradients_unfinished": "the gradients are zero throughout: they are unfinished",
    "unfinished": "loss and gradients are zero, as in a starter: the function is unfinished",
    "penalty_forgotten": "the penalty is left out of both the loss and the gradients: reg has no effect",
    "penalty_not_in_loss": "the gradients include the penalty on the weights, but the loss does not",
    "penalty_not_in_gradients": "the loss includes the penalty on the weights, but the gradients do not",
    "penalty_doubled_in_loss": (
        "the loss adds reg times the squares, the gradients reg·w: the ½ is missing in the loss (or a 2 in the "
        "gradients)"
    ),
    "penalty_doubled": (
        "the penalty lacks its ½, in the loss and in the gradients: here it is ½·reg times the squares of the weights"
    ),
    "penalty_gradient_doubled": (
        "the loss adds half of reg times the squares, the gradients 2·reg·w: the derivative of ½·w² is w"
    ),
    "penalty_gradient_halved": (
        "the gradients have half of the penalty's derivative: that of ½·reg·w² is reg·w, that of reg·w² is 2·reg·w"
    ),
    "first_bias_not_averaged": "the gradient by b1 is not divided by the number of examples; the loss is an average",
    "last_bias_not_averaged": "the gradient by the last biases is not divided by the number of examples",
    "first_gradient_not_averaged": (
        "the gradient by W1 is not divided by the number of examples; the loss is an average"
    ),
    "last_gradient_not_averaged": "the gradient by the last weights is not divided by the number of examples",
    "penalty_halved": "the penalty is a quarter of reg times the squares of the weights; it is half of it",
    "penalty_averaged": "the penalty is divided by the number of examples; it belongs to the weights, and counts once",
    "penalty_averaged_in_loss": "the loss divides the penalty by the number of examples: add it after the average",
    "penalty_of_biases": "the penalty counts the biases, too, in loss and gradients: only weights are regularised",
    "penalty_of_biases_in_loss": "the loss's penalty counts the biases, too: only weights are regularised",
    "penalty_of_biases_in_gradients": "the gradients by the biases have a penalty: only weights are regularised",
    "penalty_of_first_layer": "only the first layer's weights pay the penalty: all layers' weights do",
    "penalty_of_last_layer": "only the last layer's weights pay the penalty: all layers' weights do",
    "penalty_of_first_layer_in_loss": "in the loss, only the first layer's weights pay the penalty: all layers' do",
    "penalty_of_last_layer_in_loss": (
        "in the loss, only the last layer's weights pay the penalty: is it assigned (=) where it should be added (+=)?"
    ),
    "first_gradient_without_penalty": "the gradient by W1 lacks the penalty's part, reg·W1",
    "last_gradient_without_penalty": "the gradient by the last layer's weights lacks the penalty's part, reg·W",
    "penalty_not_squared": "the penalty sums the weights themselves, not their squares",
    "penalty_is_a_root": "the penalty is the norm of the weights, the root of the sum of squares, not the sum itself",
    "penalty_subtracted": "the loss subtracts the penalty: large weights should raise it",
    "strength_squared": "reg is squared in the loss; the weights are: 0.5 * reg * sum(W * W)",
    "reg_default": "a network that is made without reg has a penalty: the default is reg=0.0, which is none",
    "strength_fixed": "the strength of the penalty is a fixed number: use the reg that the network was made with",
    "no_mask": (
        "the backward pass goes through the ReLU as if it were not there: multiply by the mask of what went into it"
    ),
    "mask_of_gradient": "the ReLU's mask asks where the gradient is positive; it should ask where its input was",
    "mask_reversed": "the ReLU's mask is the wrong way round: the gradient should pass where the input was positive",
    "relu_of_gradient": "only positive gradients are handed back; both signs pass where the ReLU's input was positive",
    "times_hidden": (
        "the gradient is multiplied by the hidden layer's output; the ReLU's slope is 1 where it is positive"
    ),
    "gradient_from_before": (
        "the gradient by W2 multiplies by what went into the ReLU; the second layer was given what came out of it"
    ),
    "biases_averaged": "the gradients by the biases are averaged over the examples; add them up: dscores has its 1/N",
    "biases_one_number": "the gradients by the biases are single numbers: sum over the examples alone, axis 0",
    "biases_a_row": "the gradients by the biases have an axis too many: leave keepdims out",
    "biases_unfinished": "the gradients by the biases are zero throughout: they are unfinished",
    "first_bias_without_mask": "the gradient by b1 is taken before the ReLU's mask is applied: apply the mask first",
    "first_layer_not_averaged": (
        "the first layer's gradients are not divided by the number of examples; the second's are"
    ),
    "first_layer_averaged_twice": "the first layer's gradients are divided by the number of examples twice",
    "first_layer_unfinished": "the gradients of the first layer are zero throughout: they are unfinished",
    "biases_not_returned": "the gradients by the biases are not in the dictionary: b1 and b2 belong there, too",
    "weights_updated": "`loss` changes the weights itself: it returns gradients, and the update comes later",
    "weights_swapped": "the gradients of the two layers stand under each other's names",
    "hinge": "the loss is the SVM's; the softmax loss is asked for",
}
told = slips(FORWARD_SAYS | LOSS_SAYS)

# ---------------------------------------------------------------- in networks of any depth

SHIFT, LOSSES = "scores - scores.max(axis=1, keepdims=True)", "log_sums - shifted[np.arange(N), y]"
DSCORES, MEAN = "np.exp(shifted - log_sums[:, None])", "losses.sum() / N"
RATIOS = "(np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True))"
SHIFTS = {
    "shifted_by_smallest": "scores - scores.min(axis=1, keepdims=True)",
    "shifted_by_mean": "scores - scores.mean(axis=1, keepdims=True)",
    "shifted_by_right_class": "scores - scores[np.arange(N), y][:, None]",
}
BY_RATIOS = (Patch(LOSSES, f"-np.log({RATIOS}[np.arange(N), y])"), Patch(DSCORES, RATIOS))
OWN = "        dscores[np.arange(N), y] -= 1\n"
DIVIDED = "        dscores = dscores / N\n"


def returned_slips():
    """What goes wrong when the scores are returned."""
    probabilities = "np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)"
    return [
        told("probabilities", "return scores\n", f"return {probabilities}\n"),
        told("log_probabilities", "return scores\n", f"return np.log({probabilities})\n"),
        told("shifted_scores", "return scores\n", "return scores - scores.max(axis=1, keepdims=True)\n"),
        told("labels", "return scores\n", "return scores.argmax(axis=1)\n"),
        told("averaged", "return scores\n", "return scores / len(X)\n"),
        told("no_scores", "return scores\n", "return 0.0, {}\n"),
    ]


def softmax_slips(loss, grads):
    """The usual mistakes in the softmax loss on top, where `return {loss}, {grads}` is what is handed back."""
    back = f"return {loss}, {grads}"
    changed = "{{name: {0} * grad for name, grad in ({1}).items()}}"
    return [
        told("summed", MEAN, "losses.sum()", Patch(DIVIDED, "")),
        told("loss_summed", MEAN, "losses.sum()"),
        told("gradients_summed", DIVIDED, ""),
        told("gradients_averaged_twice", DIVIDED, DIVIDED.replace("/ N", "/ N / N")),
        told(
            "divided_by_classes",
            MEAN,
            "losses.sum() / scores.shape[1]",
            Patch(DIVIDED, DIVIDED.replace("/ N", "/ scores.shape[1]")),
        ),
        told("log_to_base_10", LOSSES, f"({LOSSES}) / np.log(10)"),
        told("loss_negative", LOSSES, f"-({LOSSES})"),
        told("no_shift", SHIFT, "scores * 1", *BY_RATIOS),
        told("one_shift_for_all", SHIFT, "scores - scores.max()", *BY_RATIOS),
        *(told(name, SHIFT, wrong, *BY_RATIOS) for name, wrong in SHIFTS.items()),
        *(
            Mistake(f"{name}_under_a_log", LOSS_SAYS[name], SHIFT, wrong, also=BY_RATIOS[1:])
            for name, wrong in SHIFTS.items()
        ),
        *(
            Mistake(
                f"epsilon_1e_{power}",
                LOSS_SAYS["epsilon"],
                LOSSES,
                f"-np.log({RATIOS}[np.arange(N), y] + 1e-{power})",
            )
            for power in (6, 7, 8, 9, 10)
        ),
        Mistake(
            "gradients_not_normalised",
            "the gradients use exp(scores) where the probabilities belong: the division by their sum is missing",
            DSCORES,
            "np.exp(shifted)",
        ),
        told("right_class_not_subtracted", OWN, ""),
        told("added_to_right_class", OWN, OWN.replace("-=", "+=")),
        told("gradients_negative", back, f"return {loss}, " + changed.format(-1, grads)),
        told("gradients_unfinished", back, f"return {loss}, " + changed.format(0, grads)),
        told("unfinished", back, f"return 0 * {loss}, " + changed.format(0, grads)),
    ]


# ---------------------------------------------------------------- one hidden layer

SECOND = "hidden @ W2 + b2"
FIRST = "before = X @ W1 + b1"
RELU, MASKED = "hidden = np.maximum(0, before)", "dhidden * (before > 0)"
PENALTY = " + 0.5 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))"
DW1, DW2 = "X.T @ dbefore + reg * W1", "hidden.T @ dscores + reg * W2"
DB1, DB2 = "dbefore.sum(axis=0)", "dscores.sum(axis=0)"
GRADS = '{"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}'


def forward_slips(*also):
    """The usual mistakes on the way to the scores."""
    return [
        told("relu_missing", RELU, "hidden = before", *also),
        told("relu_after_scores", SECOND, f"np.maximum(0, {SECOND})"),
        told("relu_after_scores_only", RELU, "hidden = before", Patch(SECOND, f"np.maximum(0, {SECOND})")),
        told("relu_first", FIRST, "before = np.maximum(0, X) @ W1 + b1"),
        told("leaky_relu", RELU, "hidden = np.maximum(0.01 * before, before)"),
        told("sigmoid_for_relu", RELU, "hidden = 1 / (1 + np.exp(-before))"),
        told("tanh_for_relu", RELU, "hidden = np.tanh(before)"),
        told("absolute_for_relu", RELU, "hidden = np.abs(before)"),
        told("first_bias_missing", FIRST, "before = X @ W1"),
        told("last_bias_missing", SECOND, "hidden @ W2"),
        told("biases_missing", FIRST, "before = X @ W1", Patch(SECOND, "hidden @ W2")),
        told("centred", FIRST, "before = (X - X.mean(axis=0)) @ W1 + b1"),
        told("examples_changed", FIRST, f"{FIRST}\n        X -= 1"),
        told("weights_changed", FIRST, f"{FIRST}\n        W1 *= 0.99"),
    ]


PARAMETERS_COPIED = (
    "the parameters are those that __init__ made: it keeps them, or copies of them, elsewhere; "
    "read self.params in every call"
)
MADE = '            "b2": np.zeros(num_classes),\n        }\n'
COPY_READ = (
    Patch(
        'self.params[name] for name in ("W1", "b1", "W2", "b2")', 'self.kept[name] for name in ("W1", "b1", "W2", "b2")'
    ),
)
COPIED = Mistake(
    "parameters_copied",
    PARAMETERS_COPIED,
    MADE,
    f"{MADE}        self.kept = {{name: array.copy() for name, array in self.params.items()}}\n",
    also=COPY_READ,
)

TWO_LAYERS_SCORES = [
    COPIED,
    *forward_slips(),
    *returned_slips(),
    told("hidden_returned", "return scores\n", "return hidden\n"),
]

SQUARES_OF_BIASES = " + 0.5 * reg * (np.sum(b1 * b1) + np.sum(b2 * b2))"
BIASES_PAY = (Patch(DB1, f"{DB1} + reg * b1"), Patch(DB2, f"{DB2} + reg * b2"))
PENALTY_SLIPS = [
    Mistake("first_bias_pays", "the gradient by b1 has a penalty: biases pay nothing", DB1, f"{DB1} + reg * b1"),
    Mistake("last_bias_pays", "the gradient by b2 has a penalty: biases pay nothing", DB2, f"{DB2} + reg * b2"),
    told("penalty_forgotten", PENALTY, "", Patch(DW1, "X.T @ dbefore"), Patch(DW2, "hidden.T @ dscores")),
    told("penalty_not_in_loss", PENALTY, ""),
    told("penalty_not_in_gradients", DW1, "X.T @ dbefore", Patch(DW2, "hidden.T @ dscores")),
    told("penalty_doubled_in_loss", PENALTY, PENALTY.replace("0.5 * ", "")),
    told(
        "penalty_gradient_doubled",
        DW1,
        DW1.replace("+ reg", "+ 2 * reg"),
        Patch(DW2, DW2.replace("+ reg", "+ 2 * reg")),
    ),
    told(
        "penalty_gradient_halved",
        DW1,
        DW1.replace("+ reg", "+ 0.5 * reg"),
        Patch(DW2, DW2.replace("+ reg", "+ 0.5 * reg")),
    ),
    told(
        "penalty_halved",
        PENALTY,
        PENALTY.replace("0.5", "0.25"),
        Patch(DW1, DW1.replace("+ reg", "+ 0.5 * reg")),
        Patch(DW2, DW2.replace("+ reg", "+ 0.5 * reg")),
    ),
    told("penalty_averaged", PENALTY, f"{PENALTY} / N", Patch(DW1, f"{DW1} / N"), Patch(DW2, f"{DW2} / N")),
    told("penalty_averaged_in_loss", PENALTY, f"{PENALTY} / N"),
    told("penalty_of_biases", PENALTY, PENALTY + SQUARES_OF_BIASES, *BIASES_PAY),
    told("penalty_of_biases_in_loss", PENALTY, PENALTY + SQUARES_OF_BIASES),
    told("penalty_of_biases_in_gradients", DB1, f"{DB1} + reg * b1", BIASES_PAY[1]),
    told("penalty_of_first_layer", PENALTY, " + 0.5 * reg * np.sum(W1 * W1)", Patch(DW2, "hidden.T @ dscores")),
    told("penalty_of_last_layer", PENALTY, " + 0.5 * reg * np.sum(W2 * W2)", Patch(DW1, "X.T @ dbefore")),
    told("penalty_of_first_layer_in_loss", PENALTY, " + 0.5 * reg * np.sum(W1 * W1)"),
    Mistake(
        "penalty_of_first_layer_twice",
        "in the loss the first layer's weights pay twice, and the last layer's nothing: W1 stands where W2 should",
        PENALTY,
        " + 0.5 * reg * (np.sum(W1 * W1) + np.sum(W1 * W1))",
    ),
    Mistake(
        "penalty_is_a_product",
        "the penalty multiplies the layers' sums of squares; they are added up",
        PENALTY,
        " + 0.5 * reg * np.sum(W1 * W1) * np.sum(W2 * W2)",
    ),
    told("penalty_of_last_layer_in_loss", PENALTY, " + 0.5 * reg * np.sum(W2 * W2)"),
    told("first_gradient_without_penalty", DW1, "X.T @ dbefore"),
    told("last_gradient_without_penalty", DW2, "hidden.T @ dscores"),
    told("penalty_not_squared", PENALTY, " + 0.5 * reg * (np.sum(W1) + np.sum(W2))"),
    told("penalty_is_a_root", PENALTY, " + 0.5 * reg * (np.linalg.norm(W1) + np.linalg.norm(W2))"),
    told("penalty_subtracted", PENALTY, PENALTY.replace(" + 0.5", " - 0.5")),
    told("strength_squared", PENALTY, PENALTY.replace("* reg", "* reg * reg")),
    told("strength_fixed", "reg, N = self.reg, len(X)", "reg, N = 0.1, len(X)"),
    told("reg_default", "weight_scale=1e-3, reg=0.0", "weight_scale=1e-3, reg=0.1"),
]

BIAS_AVERAGED = "the gradient by {} is averaged over the examples once more; add it up, dscores has its 1/N"
BIAS_OVER_UNITS = (
    "the gradient by {} is summed over the wrong axis: one number for each unit, added up over the examples"
)

TWO_LAYERS = narrow_first(
    [
        told("no_mask", MASKED, "dhidden"),
        told("mask_of_gradient", MASKED, "dhidden * (dhidden > 0)"),
        told("mask_reversed", MASKED, "dhidden * (before < 0)"),
        told("relu_of_gradient", MASKED, "dhidden * (before > 0) * (dhidden > 0)"),
        told("times_hidden", MASKED, "dhidden * hidden"),
        told("gradient_from_before", DW2, "before.T @ dscores + reg * W2"),
        told("biases_averaged", DB1, "dbefore.mean(axis=0)", Patch(DB2, "dscores.mean(axis=0)")),
        told("biases_one_number", DB1, "dbefore.sum()", Patch(DB2, "dscores.sum()")),
        told(
            "biases_a_row",
            DB1,
            "dbefore.sum(axis=0, keepdims=True)",
            Patch(DB2, "dscores.sum(axis=0, keepdims=True)"),
        ),
        told("biases_unfinished", DB1, "np.zeros_like(b1)", Patch(DB2, "np.zeros_like(b2)")),
        told("first_bias_without_mask", DB1, "dhidden.sum(axis=0)"),
        told("first_layer_not_averaged", "dscores @ W2.T", "N * dscores @ W2.T"),
        told("first_layer_averaged_twice", "dscores @ W2.T", "dscores @ W2.T / N"),
        told("first_layer_unfinished", DW1, "np.zeros_like(W1)", Patch(DB1, "np.zeros_like(b1)")),
        told("biases_not_returned", GRADS, '{"W1": dW1, "W2": dW2}'),
        told("weights_updated", f"return loss, {GRADS}", f"W1 -= 0.001 * dW1\n        return loss, {GRADS}"),
        told("weights_swapped", GRADS, '{"W1": dW2, "b1": db2, "W2": dW1, "b2": db1}'),
        told(
            "hinge",
            LOSSES,
            "np.maximum(0, scores - scores[np.arange(N), y][:, None] + 1).sum(axis=1) - 1",
        ),
        Mistake("first_bias_averaged", BIAS_AVERAGED.format("b1"), DB1, "dbefore.mean(axis=0)"),
        Mistake("last_bias_averaged", BIAS_AVERAGED.format("b2"), DB2, "dscores.mean(axis=0)"),
        Mistake("first_bias_over_units", BIAS_OVER_UNITS.format("b1"), DB1, "dbefore.sum(axis=1)"),
        Mistake("last_bias_over_units", BIAS_OVER_UNITS.format("b2"), DB2, "dscores.sum(axis=1)"),
        told("first_bias_not_averaged", DB1, "N * dbefore.sum(axis=0)"),
        told("last_bias_not_averaged", DB2, "N * dscores.sum(axis=0)"),
        told("first_gradient_not_averaged", DW1, "N * X.T @ dbefore + reg * W1"),
        told("last_gradient_not_averaged", DW2, "N * hidden.T @ dscores + reg * W2"),
        COPIED,
        *PENALTY_SLIPS,
        *forward_slips(Patch(MASKED, "dhidden")),
        *softmax_slips("loss", GRADS),
    ]
)

# ---------------------------------------------------------------- the first weights

FIRST_SAYS = {
    "biases_ones": "the biases start at 1; they start at 0",
    "biases_drawn": "the biases are drawn at random; they start at 0",
    "biases_scale": "the biases start at weight_scale; they start at 0",
    "biases_a_row": "the biases have two axes: their shapes are (H,) and (C,)",
    "biases_of_inputs": "the biases have as many numbers as the layer has inputs; they have as many as it has outputs",
    "weights_transposed": "the weights are transposed: (inputs, outputs) is their shape, one column per unit",
    "scale_forgotten": "the weights are not multiplied by weight_scale",
    "scale_squared": "the weights are multiplied by the square of weight_scale",
    "scale_fixed": "the weights have the scale 0.001 whatever weight_scale is: use the argument",
    "uniform": "np.random.rand draws between 0 and 1; a normal distribution around 0 is asked for",
    "mean_is_scale": "weight_scale is the mean of the weights; it is their standard deviation",
    "last_scale_forgotten": "the last layer's weights are not multiplied by weight_scale",
    "input_dim_default": "input_dim has another default than the one handed out, 3 * 32 * 32",
    "hidden_dim_default": "hidden_dim has another default than the one handed out, 100",
    "num_classes_default": "num_classes has another default than the one handed out, 10",
    "scale_default": "weight_scale has another default than the one handed out",
    "he": "the weights are scaled by the number of inputs; here weight_scale alone sets their standard deviation",
}
first = slips(FIRST_SAYS)
W1_DRAWN = "weight_scale * np.random.randn(input_dim, hidden_dim)"
W2_DRAWN = "weight_scale * np.random.randn(hidden_dim, num_classes)"
B1_ZERO, B2_ZERO = "np.zeros(hidden_dim)", "np.zeros(num_classes)"


def _both(name, weights):
    """Both layers' weights drawn in this way, with {0} for the shape and {1} for the number of inputs."""
    return first(
        name,
        W1_DRAWN,
        weights.format("input_dim, hidden_dim", "input_dim"),
        Patch(W2_DRAWN, weights.format("hidden_dim, num_classes", "hidden_dim")),
    )


TWO_LAYERS_FIRST = [
    first("biases_ones", B1_ZERO, "np.ones(hidden_dim)", Patch(B2_ZERO, "np.ones(num_classes)")),
    first("biases_drawn", B1_ZERO, "np.random.randn(hidden_dim)", Patch(B2_ZERO, "np.random.randn(num_classes)")),
    first("biases_scale", B1_ZERO, f"weight_scale + {B1_ZERO}", Patch(B2_ZERO, f"weight_scale + {B2_ZERO}")),
    first("biases_a_row", B1_ZERO, "np.zeros((1, hidden_dim))", Patch(B2_ZERO, "np.zeros((1, num_classes))")),
    Mistake("first_bias_ones", "b1 starts at 1; biases start at 0", B1_ZERO, "np.ones(hidden_dim)"),
    Mistake("last_bias_ones", "b2 starts at 1; biases start at 0", B2_ZERO, "np.ones(num_classes)"),
    Mistake("first_bias_a_row", "b1 has two axes: its shape is (H,)", B1_ZERO, "np.zeros((1, hidden_dim))"),
    Mistake("last_bias_a_row", "b2 has two axes: its shape is (C,)", B2_ZERO, "np.zeros((1, num_classes))"),
    Mistake(
        "first_bias_drawn",
        "b1 is drawn at random; biases start at 0",
        B1_ZERO,
        "weight_scale * np.random.randn(hidden_dim)",
    ),
    Mistake(
        "last_bias_drawn",
        "b2 is drawn at random; biases start at 0",
        B2_ZERO,
        "weight_scale * np.random.randn(num_classes)",
    ),
    Mistake("first_weights_transposed", "W1 is transposed: it has a row for each input", W1_DRAWN, f"({W1_DRAWN}).T"),
    Mistake(
        "last_weights_transposed", "W2 is transposed: it has a row for each hidden unit", W2_DRAWN, f"({W2_DRAWN}).T"
    ),
    first("biases_of_inputs", B1_ZERO, "np.zeros(input_dim)", Patch(B2_ZERO, "np.zeros(hidden_dim)")),
    first(
        "weights_transposed",
        W1_DRAWN,
        f"({W1_DRAWN}).T",
        Patch(W2_DRAWN, f"({W2_DRAWN}).T"),
    ),
    _both("scale_forgotten", "np.random.randn({0})"),
    _both("scale_squared", "weight_scale**2 * np.random.randn({0})"),
    _both("scale_fixed", "0.001 * np.random.randn({0})"),
    _both("uniform", "weight_scale * np.random.rand({0})"),
    _both("mean_is_scale", "weight_scale + np.random.randn({0})"),
    _both("he", "np.sqrt(2 / {1}) * np.random.randn({0})"),
    first("last_scale_forgotten", W2_DRAWN, "np.random.randn(hidden_dim, num_classes)"),
    first("input_dim_default", "input_dim=3 * 32 * 32", "input_dim=28 * 28"),
    first("hidden_dim_default", "hidden_dim=100", "hidden_dim=50"),
    first("num_classes_default", "num_classes=10", "num_classes=3"),
    first("scale_default", "weight_scale=1e-3", "weight_scale=1e-2"),
]
