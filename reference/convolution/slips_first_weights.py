"""How the three-layer network's first weights go wrong: what is said, and what is changed in convnet.py for it."""

from __future__ import annotations

from grader.authoring import Mistake, Patch

SIZES = "D, H, W = input_dim"
FILTERS = "(num_filters, D, filter_size, filter_size),"
POOLED_ENTRIES = "num_filters * (H // 2) * (W // 2)"
OUTPUTS = "shape[0] if layer == 1 else shape[1]"
WEIGHTS = "(weight_scale * np.random.randn(*shape)).astype(dtype)"
BIASES = "np.zeros(outputs, dtype=dtype)"

IN_THE_BIASES = [
    Mistake("biases_ones", "the biases start at 1; they start at 0", BIASES, "np.ones(outputs, dtype=dtype)"),
    Mistake(
        "biases_drawn",
        "the biases are drawn at random; they start at 0",
        BIASES,
        "np.random.randn(outputs).astype(dtype)",
    ),
    Mistake(
        "biases_scale",
        "the biases start at weight_scale; they start at 0",
        BIASES,
        "np.full(outputs, weight_scale, dtype=dtype)",
    ),
    Mistake(
        "biases_a_row",
        "the biases have two axes: their shapes are (num_filters,), (hidden_dim,) and (num_classes,)",
        BIASES,
        "np.zeros((1, outputs), dtype=dtype)",
    ),
    Mistake(
        "biases_of_inputs",
        "the biases have as many numbers as the layer has inputs; they have one for each filter, unit or class",
        OUTPUTS,
        "shape[1] if layer == 1 else shape[0]",
    ),
    Mistake(
        "bias_per_weight",
        "b1 has a number for each weight; it has one for each filter",
        BIASES,
        "np.zeros(shape if layer == 1 else outputs, dtype=dtype)",
    ),
]

IN_THE_SHAPES = [
    Mistake(
        "channels_forgotten",
        "the filters in W1 lack the axis of the channels: a filter is as deep as the image",
        FILTERS,
        "(num_filters, filter_size, filter_size),",
    ),
    Mistake(
        "filters_last",
        "W1 has the filters on its last axis; they are the first, (num_filters, D, F, F)",
        FILTERS,
        "(filter_size, filter_size, D, num_filters),",
        also=(Patch(OUTPUTS, "shape[-1]"),),
    ),
    Mistake(
        "filters_for_channels",
        "filters and channels are taken for each other in W1: it is (num_filters, D, F, F)",
        FILTERS,
        "(D, num_filters, filter_size, filter_size),",
        also=(Patch(OUTPUTS, "shape[1]"),),
    ),
    Mistake(
        "image_axes_wrong",
        "the channels are taken for the last of input_dim; it is (D, H, W)",
        SIZES,
        "H, W, D = input_dim",
    ),
    Mistake(
        "pooling_forgotten",
        "W2 has a row for every entry of the maps; the pooling leaves a quarter of them",
        POOLED_ENTRIES,
        "num_filters * H * W",
    ),
    Mistake(
        "pooling_halves",
        "W2 has a row for half of the maps' entries; the pooling halves rows and columns, a quarter is left",
        POOLED_ENTRIES,
        "num_filters * H * W // 2",
    ),
    Mistake(
        "square_images",
        "the images are taken for squares of H by H; they have W columns",
        POOLED_ENTRIES,
        "num_filters * (H // 2) * (H // 2)",
    ),
    Mistake(
        "padding_forgotten",
        "W2 is made for maps without padding; with it they keep the height and width of the images",
        POOLED_ENTRIES,
        "num_filters * ((H - filter_size + 1) // 2) * ((W - filter_size + 1) // 2)",
    ),
    Mistake(
        "one_map",
        "W2 has rows for a single map; every filter makes one",
        POOLED_ENTRIES,
        "(H // 2) * (W // 2)",
    ),
    Mistake(
        "channels_for_maps",
        "W2 has rows for D maps, as many as the image has channels; every filter makes one",
        POOLED_ENTRIES,
        "D * (H // 2) * (W // 2)",
    ),
    Mistake(
        "weights_transposed",
        "W2 and W3 are transposed: (inputs, outputs) is their shape, one column per unit",
        WEIGHTS,
        "(weight_scale * np.random.randn(*(shape if layer == 1 else shape[::-1]))).astype(dtype)",
    ),
    Mistake(
        "names_from_zero",
        "the parameters are counted from 0: W1 and b1 belong to the convolution",
        "enumerate(shapes, 1)",
        "enumerate(shapes)",
        also=(Patch("layer == 1", "layer == 0"),),
    ),
]

IN_THE_DRAWS = [
    Mistake(
        "scale_forgotten",
        "the weights are not multiplied by weight_scale",
        WEIGHTS,
        "np.random.randn(*shape).astype(dtype)",
    ),
    Mistake(
        "scale_of_filters_forgotten",
        "the filters' weights are not multiplied by weight_scale",
        WEIGHTS,
        "((1.0 if layer == 1 else weight_scale) * np.random.randn(*shape)).astype(dtype)",
    ),
    Mistake(
        "last_scale_forgotten",
        "the last layer's weights are not multiplied by weight_scale",
        WEIGHTS,
        "((1.0 if layer == 3 else weight_scale) * np.random.randn(*shape)).astype(dtype)",
    ),
    Mistake(
        "scale_squared",
        "the weights are multiplied by the square of weight_scale",
        WEIGHTS,
        "(weight_scale**2 * np.random.randn(*shape)).astype(dtype)",
    ),
    Mistake(
        "divided_by_scale",
        "the weights are divided by weight_scale; multiply",
        WEIGHTS,
        "(np.random.randn(*shape) / weight_scale).astype(dtype)",
    ),
    Mistake(
        "scale_fixed",
        "the weights have the scale 0.001 whatever weight_scale is: use the argument",
        WEIGHTS,
        "(0.001 * np.random.randn(*shape)).astype(dtype)",
    ),
    Mistake(
        "uniform",
        "np.random.rand draws between 0 and 1; a normal distribution around 0 is asked for",
        WEIGHTS,
        "(weight_scale * np.random.rand(*shape)).astype(dtype)",
    ),
    Mistake(
        "mean_is_scale",
        "weight_scale is the mean of the weights; it is their standard deviation",
        WEIGHTS,
        "(weight_scale + np.random.randn(*shape)).astype(dtype)",
    ),
    Mistake(
        "scaled_by_inputs",
        "the weights are scaled by the number of inputs; here weight_scale alone sets their standard deviation",
        WEIGHTS,
        "(np.random.randn(*shape) / np.sqrt(np.prod(shape) / outputs)).astype(dtype)",
    ),
    Mistake(
        "one_filter_repeated",
        "all filters begin with the same weights, and would learn the same: every weight has a draw of its own",
        WEIGHTS,
        "(weight_scale * np.random.randn(1, *shape[1:]) * np.ones(shape)).astype(dtype)",
    ),
]

IN_THE_TYPES = [
    Mistake(
        "dtype_ignored",
        "dtype is not used: all parameters are of this type",
        WEIGHTS,
        "weight_scale * np.random.randn(*shape)",
        also=(Patch(BIASES, "np.zeros(outputs)"),),
    ),
    Mistake(
        "biases_without_dtype",
        "the biases are not of the type dtype: all parameters are",
        BIASES,
        "np.zeros(outputs)",
    ),
    Mistake(
        "weights_without_dtype",
        "the weights are not of the type dtype: all parameters are",
        WEIGHTS,
        "weight_scale * np.random.randn(*shape)",
    ),
    Mistake(
        "always_single",
        "all parameters are float32, whatever dtype is",
        WEIGHTS,
        "(weight_scale * np.random.randn(*shape)).astype(np.float32)",
        also=(Patch(BIASES, "np.zeros(outputs, dtype=np.float32)"),),
    ),
]

FIRST_WEIGHTS = [*IN_THE_BIASES, *IN_THE_SHAPES, *IN_THE_DRAWS, *IN_THE_TYPES]
