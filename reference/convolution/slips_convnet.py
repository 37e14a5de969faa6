"""How the three-layer network goes wrong: what is said, and what is changed in the solution of convnet.py for it."""

from __future__ import annotations

from grader.authoring import Mistake, Patch

PENALTY = "        loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))\n"
MASK = "(blocks == pooled[:, :, :, None, :, None])"
END = 'return loss, {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}'


def slopes(replaced):
    """The three gradients of the penalty, each replaced by this, W standing for the weights."""
    return tuple(Patch(f" + reg * {W}", f" + {replaced.replace('W', W)}") for W in ("W1", "W2", "W3"))


IN_THE_PENALTY = [
    Mistake(
        "penalty_without_filters_in_loss",
        "the loss leaves W1, the filters, out of the penalty: all weights pay",
        "np.sum(W1**2) + ",
        "",
    ),
    Mistake(
        "penalty_without_last_layer_in_loss",
        "the loss leaves W3, the last layer, out of the penalty: all weights pay",
        " + np.sum(W3**2)",
        "",
    ),
    Mistake(
        "penalty_forgotten",
        "the penalty is left out of both the loss and the gradients: reg has no effect",
        PENALTY,
        "",
        also=slopes("0.0 * W"),
    ),
    Mistake("penalty_not_in_loss", "the gradients include the penalty, but the loss does not", PENALTY, ""),
    Mistake(
        "penalty_not_in_gradients",
        "the loss includes the penalty, but the gradients do not",
        PENALTY,
        PENALTY,
        also=slopes("0.0 * W"),
    ),
    Mistake(
        "penalty_not_halved",
        "the penalty is counted without its ½, as reg·‖W‖² with the gradient 2·reg·W; here it is ½·reg·‖W‖²",
        "0.5 * reg",
        "reg",
        also=slopes("2 * reg * W"),
    ),
    Mistake(
        "penalty_not_halved_in_loss",
        "the loss counts the penalty without its ½; the gradients are those of ½·reg·‖W‖²",
        "0.5 * reg",
        "reg",
    ),
    Mistake(
        "penalty_doubled_in_gradients",
        "the gradients of the penalty are 2·reg·W; the slope of ½·reg·w² is reg·w",
        PENALTY,
        PENALTY,
        also=slopes("2 * reg * W"),
    ),
    Mistake(
        "penalty_halved_in_gradients",
        "the gradients of the penalty are ½·reg·W; the slope of ½·reg·w² is reg·w",
        PENALTY,
        PENALTY,
        also=slopes("0.5 * reg * W"),
    ),
    Mistake(
        "penalty_without_filters",
        "the penalty leaves out W1, the filters of the convolution; all weights count",
        "np.sum(W1**2) + ",
        "",
        also=(Patch(" + reg * W1", ""),),
    ),
    Mistake(
        "penalty_gradient_without_filters",
        "the gradient of W1, the filters, lacks its part of the penalty",
        " + reg * W1",
        "",
    ),
    Mistake(
        "penalty_of_last_layer_only",
        "only W3 is in the penalty; all weights count",
        "np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2)",
        "np.sum(W3**2)",
        also=(Patch(" + reg * W1", ""), Patch(" + reg * W2", "")),
    ),
    Mistake(
        "penalty_on_biases",
        "the biases are in the penalty, too; only weights count",
        PENALTY,
        f"{PENALTY}        loss += 0.5 * reg * (np.sum(b1**2) + np.sum(b2**2) + np.sum(b3**2))\n",
        also=(
            Patch(
                END,
                END.replace("db1,", "db1 + reg * b1,")
                .replace("db2,", "db2 + reg * b2,")
                .replace("db3}", "db3 + reg * b3}"),
            ),
        ),
    ),
    Mistake(
        "penalty_averaged",
        "the penalty is divided by the number of examples; it belongs to the weights, not to the examples",
        "0.5 * reg",
        "0.5 * reg / N",
        also=slopes("reg / N * W"),
    ),
    Mistake(
        "penalty_subtracted",
        "the loss subtracts the penalty: large weights should raise it",
        "loss += 0.5",
        "loss -= 0.5",
    ),
    Mistake(
        "penalty_not_squared",
        "the penalty sums the weights themselves, not their squares",
        "np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2)",
        "np.sum(W1) + np.sum(W2) + np.sum(W3)",
    ),
    Mistake(
        "penalty_is_a_root",
        "the penalty sums the norms of the weights; square them",
        "np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2)",
        "np.linalg.norm(W1) + np.linalg.norm(W2) + np.linalg.norm(W3)",
    ),
]

IN_THE_SOFTMAX = [
    Mistake(
        "summed",
        "loss and gradients are summed over the examples, not averaged",
        "y]) / N",
        "y])",
        also=(Patch("        dscores /= N\n", ""),),
    ),
    Mistake(
        "loss_summed",
        "the loss is summed over the examples, not averaged; the gradients are averaged",
        "y]) / N",
        "y])",
    ),
    Mistake(
        "gradients_summed",
        "the gradients are summed over the examples, not averaged; the loss is averaged",
        "        dscores /= N\n",
        "",
    ),
    Mistake(
        "averaged_over_classes",
        "the sums are divided by the number of classes; divide by the number of examples",
        "y]) / N",
        "y]) / W3.shape[1]",
        also=(Patch("dscores /= N", "dscores /= W3.shape[1]"),),
    ),
    Mistake(
        "averaged_twice",
        "loss and gradients are divided by the number of examples twice",
        "y]) / N",
        "y]) / N**2",
        also=(Patch("dscores /= N", "dscores /= N**2"),),
    ),
    Mistake(
        "loss_sign",
        "the loss has the wrong sign: it is -log of the right class's probability",
        "loss = -np.sum",
        "loss = np.sum",
    ),
    Mistake(
        "right_class_not_subtracted",
        "the slopes by the scores are the probabilities, less 1 for the right class: the 1 is missing",
        "        dscores[np.arange(N), y] -= 1.0\n",
        "",
    ),
    Mistake(
        "gradients_negated",
        "the gradients of the data's part have the wrong sign",
        "dscores /= N",
        "dscores /= -N",
    ),
    Mistake(
        "no_shift",
        "exp overflows on large scores: subtract from each example's scores the largest of them first",
        "scores - scores.max(axis=1, keepdims=True)",
        "scores",
    ),
    Mistake(
        "one_shift_for_all",
        "one number is subtracted from the scores of all examples, the largest of the batch, so that a loud example "
        "drowns the others; every example has its own",
        "scores - scores.max(axis=1, keepdims=True)",
        "scores - scores.max()",
    ),
    Mistake(
        "shifted_by_another",
        "exp still overflows: subtract from each example's scores the largest of them, not the smallest or the mean",
        "scores - scores.max(axis=1, keepdims=True)",
        "scores - scores.min(axis=1, keepdims=True)",
    ),
    Mistake(
        "log_to_base_10",
        "the logarithm is the one to base 10; the natural one is meant",
        "-np.sum(log_p",
        "-np.sum(np.log10(np.e) * log_p",
    ),
    Mistake(
        "probabilities_returned",
        "without labels, the probabilities are returned; return the scores",
        "            return scores\n",
        "            shifted = np.exp(scores - scores.max(axis=1, keepdims=True))\n"
        "            return shifted / shifted.sum(axis=1, keepdims=True)\n",
    ),
    Mistake(
        "labels_returned",
        "without labels, the classes with the highest scores are returned; return the scores",
        "            return scores\n",
        "            return scores.argmax(axis=1)\n",
    ),
]

IN_THE_LAYERS = [
    Mistake(
        "mask_of_gradient_in_convolution_and_ties_shared",
        "the mask of the convolution's ReLU asks where the gradient is positive; it should ask where the map is",
        MASK,
        f"({MASK} / {MASK}.sum(axis=(3, 5), keepdims=True))",
        also=(
            Patch(
                "dmaps = dblocks.reshape(maps.shape) * (maps > 0)",
                "dmaps = dblocks.reshape(maps.shape) * (dblocks.reshape(maps.shape) > 0)",
            ),
        ),
    ),
    Mistake(
        "mask_of_gradient_in_convolution",
        "the mask of the convolution's ReLU asks where the gradient is positive; it should ask where the map is",
        "dmaps = dblocks.reshape(maps.shape) * (maps > 0)",
        "dmaps = dblocks.reshape(maps.shape) * (dblocks.reshape(maps.shape) > 0)",
    ),
    Mistake(
        "first_bias_averaged",
        "the gradient by b1 is averaged over examples and places; it is their sum",
        "dW1 = dW1 + reg * W1",
        "dW1, db1 = dW1 + reg * W1, db1 / (N * H * W)",
    ),
    Mistake(
        "relu_on_scores",
        "the scores go through a ReLU; the last layer has none",
        "scores = hidden @ W3 + b3",
        "scores = np.maximum(0.0, hidden @ W3 + b3)",
    ),
    Mistake(
        "no_relu_after_convolution",
        "the ReLU behind the convolution is missing",
        "active = np.maximum(0.0, maps)",
        "active = maps",
        also=(Patch(" * (maps > 0)", ""),),
    ),
    Mistake(
        "no_relu_in_hidden_layer",
        "the ReLU behind the hidden layer is missing",
        "hidden = np.maximum(0.0, features @ W2 + b2)",
        "hidden = features @ W2 + b2",
        also=(Patch("(dscores @ W3.T) * (hidden > 0)", "dscores @ W3.T"),),
    ),
    Mistake(
        "hidden_relu_not_in_gradient",
        "on its way back through the hidden layer's ReLU the gradient has to stop where the unit was not active",
        "(dscores @ W3.T) * (hidden > 0)",
        "dscores @ W3.T",
    ),
    Mistake(
        "relu_not_in_gradient",
        "on its way back through the convolution's ReLU the gradient has to stop where the map was not positive",
        " * (maps > 0)",
        "",
    ),
    *(
        Mistake(
            f"relu_not_in_gradient_and_ties_{how}",
            "on its way back through the convolution's ReLU the gradient has to stop where the map was not positive",
            " * (maps > 0)",
            "",
            also=(Patch(f"dpooled[:, :, :, None, :, None] * {MASK}", dblocks),),
        )
        for how, dblocks in (
            ("shared", f"dpooled[:, :, :, None, :, None] * {MASK} / np.sum{MASK[:-1]}, axis=(3, 5), keepdims=True)"),
            ("to_the_first", "max_pool_backward_naive(dpooled, (active, POOLED)).reshape(blocks.shape)"),
        )
    ),
    Mistake(
        "relu_mask_of_gradient",
        "the ReLU's gradient is cut by its own sign; the sign of what went forward decides",
        "(dscores @ W3.T) * (hidden > 0)",
        "np.maximum(0.0, dscores @ W3.T)",
    ),
    Mistake(
        "b1_unused", "b1 is not used: the convolution has a bias for each filter", "(X, W1, b1,", "(X, W1, 0.0 * b1,"
    ),
    Mistake(
        "b2_unused", "b2 is not used: the hidden layer has a bias for each unit", "features @ W2 + b2", "features @ W2"
    ),
    Mistake("b3_unused", "b3 is not used: the last layer has a bias for each class", "hidden @ W3 + b3", "hidden @ W3"),
    Mistake(
        "padding_of_one",
        "the padding is 1, whatever the filters; it is (filter_size - 1) / 2",
        '"pad": (W1.shape[2] - 1) // 2',
        '"pad": 1',
    ),
    Mistake(
        "no_padding",
        "the images are not padded; with a padding of (filter_size - 1) / 2 the maps keep height and width",
        '"pad": (W1.shape[2] - 1) // 2',
        '"pad": 0',
    ),
    Mistake(
        "image_axes_swapped",
        "height and width are taken for each other on the way through the pooling: the maps are (N, F, H, W)",
        "F, H, W = maps.shape[1:]",
        "F, W, H = maps.shape[1:]",
    ),
    Mistake(
        "average_pooling",
        "the maps are averaged, 2 by 2; the largest of each window is meant",
        "blocks.max(axis=(3, 5))",
        "blocks.mean(axis=(3, 5))",
        also=(Patch(f" * {MASK}", " * np.full(blocks.shape, 0.25)"),),
    ),
    Mistake(
        "pooling_gradient_spread",
        "the pooling's gradient goes to every entry of a window; it goes to the largest alone",
        f" * {MASK}",
        " * np.ones(blocks.shape)",
    ),
    Mistake(
        "channels_last_in_features",
        "the pooled maps are laid out with the filters last; the rows of W2 go filter by filter",
        "features = pooled.reshape(N, -1)",
        "features = pooled.transpose(0, 2, 3, 1).reshape(N, -1)",
        also=(
            Patch(
                "dpooled = (dhidden @ W2.T).reshape(pooled.shape)",
                "dpooled = (dhidden @ W2.T).reshape(N, H // 2, W // 2, F).transpose(0, 3, 1, 2)",
            ),
        ),
    ),
    Mistake(
        "kernel_flipped",
        "the filters are flipped, as in a convolution of mathematics; in a network they are laid on as they are",
        "conv_forward_im2col(X, W1, b1,",
        "conv_forward_im2col(X, W1[:, :, ::-1, ::-1], b1,",
        also=(Patch("dW1 = dW1 + reg", "dW1 = dW1[:, :, ::-1, ::-1] + reg"),),
    ),
]

IN_WHAT_IS_RETURNED = [
    Mistake(
        "db1_missing",
        "the gradient of b1 is zero: it is the sum over the places and examples",
        END,
        END.replace("db1", "0 * db1"),
    ),
    Mistake(
        "db2_missing", "the gradient of b2 is zero: it is the sum over the examples", END, END.replace("db2", "0 * db2")
    ),
    Mistake(
        "db3_missing", "the gradient of b3 is zero: it is the sum over the examples", END, END.replace("db3", "0 * db3")
    ),
    Mistake(
        "dW1_missing",
        "the gradient of W1 holds the penalty alone: the way back through the convolution is missing",
        "dW1 = dW1 + reg",
        "dW1 = 0.0 * dW1 + reg",
    ),
    Mistake(
        "biases_averaged",
        "the gradients of b2 and b3 are means over the examples of what is averaged already; sum them",
        "dscores.sum(axis=0)",
        "dscores.mean(axis=0)",
        also=(Patch("dhidden.sum(axis=0)", "dhidden.mean(axis=0)"),),
    ),
    Mistake(
        "transposed",
        "the gradients of W2 and W3 are transposed: each is as large as its weights",
        END,
        END.replace("dW2", "dW2.T").replace("dW3", "dW3.T"),
    ),
    Mistake(
        "changes_parameters",
        "the parameters are changed while the loss is worked out: that is the solver's work",
        END,
        f"W3 -= 0.1 * dW3\n        {END}",
    ),
]

MISTAKES = [*IN_THE_PENALTY, *IN_THE_SOFTMAX, *IN_THE_LAYERS, *IN_WHAT_IS_RETURNED]
