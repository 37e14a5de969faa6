"""How networks with any number of hidden layers go wrong; what goes wrong with one as well is in slips_networks.py."""

from __future__ import annotations

from grader.authoring import Mistake, Patch

from .slips import narrow_first, slips
from .slips_networks import FIRST_SAYS, FORWARD_SAYS, LOSS_SAYS, PARAMETERS_COPIED, returned_slips, softmax_slips

SAYS = (
    FORWARD_SAYS
    | LOSS_SAYS
    | {
        "relu_missing_in_first": "the first hidden layer has no ReLU: every layer but the last one has",
        "relu_missing_in_last_hidden": "the last hidden layer has no ReLU: every layer but the last affine one has",
        "one_layer_short": "the loop over the layers ends too early: the last hidden layer is left out",
        "one_bias_for_all": "b1's mean is added in every layer; each has a bias of its own",
        "penalty_of_every_example": "the penalty is added once for each example: add it once",
        "penalty_without_first_layer": "in the loss the first layer's weights pay no penalty: all layers' do",
        "penalty_without_last_layer": (
            "in the loss the last layer's weights pay no penalty: does the loop end too early?"
        ),
        "last_gradient_only_with_penalty": (
            "only the last layer's gradient has the penalty's part, reg·W: all layers' have"
        ),
        "mask_missing_in_first": "the backward pass leaves out the first hidden layer's ReLU",
        "bias_gradients_not_averaged": "the gradients by the biases are not divided by the number of examples",
        "weight_gradients_not_averaged": "the gradients by the weights are not divided by the number of examples",
        "first_layers_unfinished": "only the last layer has gradients: the loop has to go back to the first",
        "bias_gradients_without_mask": "the gradients by the biases are taken before the ReLU's mask: apply it first",
    }
)
told = slips(SAYS)

AFFINE = 'hidden @ self.params[f"W{i}"] + self.params[f"b{i}"]'
RELU, MASKED = "hidden = np.maximum(0, before[i])", "dhidden * (before[i - 1] > 0)"
SCORES = "scores = before[self.num_layers]"
SQUARES, PENALTY = 'np.sum(self.params[f"W{i}"] ** 2)', " + 0.5 * self.reg * squares"
DW, DB = 'given[i].T @ dbefore + self.reg * self.params[f"W{i}"]', "dbefore.sum(axis=0)"
PAYS = ' + self.reg * self.params[f"W{i}"]'
LAST = "self.num_layers"
CLIPPED = f"{SCORES.replace('before', 'np.maximum(0, before')})"


def forward_slips(*also):
    """The usual mistakes on the way to the scores; `also` undoes the ReLU in the backward pass."""
    return [
        told("relu_missing", RELU, "hidden = before[i]", *also),
        told("relu_missing_in_first", RELU, "hidden = np.maximum(0, before[i]) if i > 1 else before[i]"),
        told(
            "relu_missing_in_last_hidden", RELU, f"hidden = np.maximum(0, before[i]) if i < {LAST} - 1 else before[i]"
        ),
        told("relu_after_scores", SCORES, "scores = np.maximum(0, before[self.num_layers])"),
        told("relu_first", "hidden = X\n", "hidden = np.maximum(0, X)\n"),
        told("leaky_relu", RELU, "hidden = np.maximum(0.01 * before[i], before[i])"),
        told("sigmoid_for_relu", RELU, "hidden = 1 / (1 + np.exp(-before[i]))"),
        told("tanh_for_relu", RELU, "hidden = np.tanh(before[i])"),
        told("absolute_for_relu", RELU, "hidden = np.abs(before[i])"),
        told("biases_missing", AFFINE, 'hidden @ self.params[f"W{i}"]'),
        told("first_bias_missing", AFFINE, f"{AFFINE} * (i > 1)"),
        told("last_bias_missing", AFFINE, f"{AFFINE} * (i < {LAST})"),
        told("one_bias_for_all", AFFINE, 'hidden @ self.params[f"W{i}"] + self.params["b1"].mean()'),
        told("centred", "hidden = X\n", "hidden = X - X.mean(axis=0)\n"),
        told("examples_changed", "hidden = X\n", "hidden = X\n        X -= 1\n"),
        told("weights_changed", "hidden = X\n", 'hidden = X\n        self.params["W1"] *= 0.99\n'),
    ]


MADE = 'self.params[f"W{i}"], self.params[f"b{i}"] = weights.astype(dtype), biases.astype(dtype)'
COPIED = Mistake(
    "parameters_copied",
    PARAMETERS_COPIED,
    MADE,
    f"{MADE}\n        self.kept = {{name: array.copy() for name, array in self.params.items()}}",
    also=(Patch('self.params[f"W{i}"] + self.params[f"b{i}"]', 'self.kept[f"W{i}"] + self.kept[f"b{i}"]'),),
)
DEEP_SCORES = [
    COPIED,
    Mistake(
        "relu_in_first_only",
        "only the first layer has a ReLU: every layer but the last has one",
        "hidden = np.maximum(0, before[i])",
        "hidden = np.maximum(0, before[i]) if i == 1 else before[i]",
    ),
    *forward_slips(),
    *returned_slips(),
    told("hidden_returned", "return scores\n", f"return given[{LAST}]\n"),
    told("one_layer_short", "return scores\n", f"return before[{LAST} - 1]\n"),
]

PENALTY_SLIPS = [
    told("penalty_forgotten", PENALTY, "", Patch(DW, "given[i].T @ dbefore")),
    told("penalty_not_in_loss", PENALTY, ""),
    told("penalty_not_in_gradients", DW, "given[i].T @ dbefore"),
    told("penalty_doubled", PENALTY, " + self.reg * squares", Patch(PAYS, PAYS.replace("+ self", "+ 2 * self"))),
    told("penalty_doubled_in_loss", PENALTY, " + self.reg * squares"),
    told("penalty_gradient_halved", PAYS, PAYS.replace("+ self", "+ 0.5 * self")),
    told("penalty_gradient_doubled", PAYS, PAYS.replace("+ self", "+ 2 * self")),
    told("penalty_averaged", PENALTY, f"{PENALTY} / N", Patch(PAYS, f"{PAYS} / N")),
    told("penalty_averaged_in_loss", PENALTY, f"{PENALTY} / N"),
    told("penalty_of_every_example", PENALTY, f"{PENALTY} * N"),
    told(
        "penalty_of_biases",
        SQUARES,
        f'({SQUARES} + np.sum(self.params[f"b{{i}}"] ** 2))',
        Patch(DB, f'{DB} + self.reg * self.params[f"b{{i}}"]'),
    ),
    told("penalty_of_biases_in_loss", SQUARES, f'({SQUARES} + np.sum(self.params[f"b{{i}}"] ** 2))'),
    told("penalty_of_biases_in_gradients", DB, f'{DB} + self.reg * self.params[f"b{{i}}"]'),
    told("penalty_of_first_layer_in_loss", SQUARES, f"(i == 1) * {SQUARES}"),
    told("penalty_of_last_layer_in_loss", SQUARES, f"(i == {LAST}) * {SQUARES}"),
    told("penalty_without_first_layer", SQUARES, f"(i > 1) * {SQUARES}"),
    told("penalty_without_last_layer", SQUARES, f"(i < {LAST}) * {SQUARES}"),
    told("last_gradient_only_with_penalty", PAYS, f"{PAYS} * (i == {LAST})"),
    told("last_gradient_without_penalty", PAYS, f"{PAYS} * (i < {LAST})"),
    told("first_gradient_without_penalty", PAYS, f"{PAYS} * (i > 1)"),
    told("penalty_not_squared", SQUARES, 'np.sum(self.params[f"W{i}"])'),
    told("penalty_is_a_root", SQUARES, 'np.linalg.norm(self.params[f"W{i}"])'),
    told("penalty_subtracted", PENALTY, " - 0.5 * self.reg * squares"),
    told("strength_squared", PENALTY, " + 0.5 * self.reg**2 * squares"),
    told("strength_fixed", "self.reg = reg", "self.reg = 0.1"),
    told("reg_default", "reg=0.0,", "reg=0.1,"),
]

DEEP = narrow_first(
    [
        told("no_mask", MASKED, "dhidden"),
        told("mask_missing_in_first", MASKED, f"{MASKED} if i > 2 else dhidden"),
        told("mask_of_gradient", MASKED, "dhidden * (dhidden > 0)"),
        told("mask_reversed", MASKED, "dhidden * (before[i - 1] < 0)"),
        told("relu_of_gradient", MASKED, f"{MASKED} * (dhidden > 0)"),
        told("times_hidden", MASKED, "dhidden * given[i]"),
        told("gradient_from_before", DW, f"(before[i - 1] if i > 1 else X).T @ dbefore{PAYS}"),
        told("biases_averaged", DB, "dbefore.mean(axis=0)"),
        told("biases_one_number", DB, "dbefore.sum()"),
        told("biases_a_row", DB, "dbefore.sum(axis=0, keepdims=True)"),
        told("biases_unfinished", DB, "np.zeros(dbefore.shape[1])"),
        told("bias_gradients_without_mask", DB, f"(dbefore if i == {LAST} else dhidden).sum(axis=0)"),
        told("first_layers_unfinished", "reversed(layers)", f"[{LAST}]"),
        told(
            "biases_not_returned", "return loss, grads", 'return loss, {k: v for k, v in grads.items() if k[0] == "W"}'
        ),
        told(
            "weights_updated",
            "return loss, grads",
            'self.params["W1"] -= 0.001 * grads["W1"]\n        return loss, grads',
        ),
        told(
            "hinge",
            "log_sums - shifted[np.arange(N), y]",
            "np.maximum(0, scores - scores[np.arange(N), y][:, None] + 1).sum(axis=1) - 1",
        ),
        Mistake(
            "biases_over_units",
            "the gradients by the biases are summed over the wrong axis: one number for each unit, added up over the "
            "examples",
            DB,
            "dbefore.sum(axis=1)",
        ),
        Mistake(
            "averaged_at_every_layer",
            "the gradient is divided by N at every layer on its way back; once, in dscores, is enough",
            MASKED,
            f"{MASKED} / N",
        ),
        told("bias_gradients_not_averaged", DB, f"N * {DB}"),
        told("weight_gradients_not_averaged", DW, f"N * {DW.split(' + ', maxsplit=1)[0]}{PAYS}"),
        COPIED,
        *PENALTY_SLIPS,
        *forward_slips(Patch(MASKED, "dhidden")),
        *softmax_slips("loss", "grads"),
    ]
)

# ---------------------------------------------------------------- the first weights

DEEP_FIRST_SAYS = FIRST_SAYS | {
    "last_layer_missing": "the last layer is missing: num_classes is the number of its outputs",
    "extra_layer": "there is a layer too many: hidden_dims lists the hidden layers, and one more leads to the scores",
    "first_size_repeated": "every hidden layer has the size of the first: hidden_dims has one number for each",
    "last_scale_forgotten": "the last layer's weights are not multiplied by weight_scale",
    "names_from_zero": "the parameters are counted from 0: W1 and b1 belong to the first layer",
}
first = slips(DEEP_FIRST_SAYS)
DRAWN, ZERO = "weight_scale * np.random.randn(fan_in, fan_out)", "np.zeros(fan_out)"
SIZES = "[input_dim, *hidden_dims, num_classes]"
DEEP_FIRST = [
    first("biases_ones", ZERO, "np.ones(fan_out)"),
    first("biases_drawn", ZERO, "np.random.randn(fan_out)"),
    first("biases_scale", ZERO, f"weight_scale + {ZERO}"),
    first("biases_a_row", ZERO, "np.zeros((1, fan_out))"),
    first("biases_of_inputs", ZERO, "np.zeros(fan_in)"),
    first("weights_transposed", DRAWN, f"({DRAWN}).T"),
    first("scale_forgotten", DRAWN, "np.random.randn(fan_in, fan_out)"),
    first("scale_squared", DRAWN, f"weight_scale * {DRAWN}"),
    first("scale_fixed", DRAWN, "0.001 * np.random.randn(fan_in, fan_out)"),
    first("uniform", DRAWN, "weight_scale * np.random.rand(fan_in, fan_out)"),
    first("mean_is_scale", DRAWN, "weight_scale + np.random.randn(fan_in, fan_out)"),
    first("he", DRAWN, "np.sqrt(2 / fan_in) * np.random.randn(fan_in, fan_out)"),
    first("last_scale_forgotten", DRAWN, f"(1 if i == {LAST} else weight_scale) * np.random.randn(fan_in, fan_out)"),
    first("last_layer_missing", SIZES, "[input_dim, *hidden_dims]"),
    first("extra_layer", SIZES, "[input_dim, *hidden_dims, num_classes, num_classes]"),
    Mistake(
        "input_dim_everywhere",
        "every layer has input_dim inputs; a layer has as many as the layer before it has units",
        DRAWN,
        "weight_scale * np.random.randn(input_dim, fan_out)",
    ),
    first("first_size_repeated", SIZES, "[input_dim, *[hidden_dims[0] for _ in hidden_dims], num_classes]"),
    first("input_dim_default", "input_dim=3 * 32 * 32", "input_dim=28 * 28"),
    first("num_classes_default", "num_classes=10", "num_classes=3"),
    first("scale_default", "weight_scale=1e-2", "weight_scale=1e-3"),
    first("names_from_zero", "enumerate(pairwise(sizes), 1)", "enumerate(pairwise(sizes), 0)"),
]
