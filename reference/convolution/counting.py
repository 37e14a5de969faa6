"""Counting parameters: what a network has to learn, layer by layer.

CS231n, convolutional networks (case studies); the sizes of AlexNet are those of Krizhevsky, Sutskever & Hinton,
ImageNet classification with deep convolutional neural networks (2012), without its division between two machines.
"""

from __future__ import annotations

from grader.authoring import Case, Close, InputsUnchanged, Mistake, Patch, Repeatable, exercise


# solution: begin
def count_parameters(layers):
    """The number of parameters of each layer of a network, weights and biases.

    layers: a list of rows, from input to output; each row is a dictionary.
        {"kind": "input", "shape": [C, H, W]}: channels, rows, columns; the first row
        {"kind": "conv", "filters": F, "size": [HH, WW], "stride": S, "pad": P}: one bias per filter
        {"kind": "pool", "size": [HH, WW], "stride": S}: no padding
        {"kind": "dense", "units": M}: one bias per unit
    A dense layer is connected to every entry of what comes in. No layer leaves a remainder.

    Returns a list with one whole number per row; an input and a pooling have 0.
    """
    counts = []
    for layer in layers:
        count = 0
        if layer["kind"] == "input":
            depth, height, width = layer["shape"]
        elif layer["kind"] == "dense":
            count = layer["units"] * (depth * height * width + 1)
            depth, height, width = layer["units"], 1, 1
        else:
            rows, columns = layer["size"]
            stride, pad = layer["stride"], layer.get("pad", 0)
            height = (height - rows + 2 * pad) // stride + 1
            width = (width - columns + 2 * pad) // stride + 1
            if layer["kind"] == "conv":
                count = layer["filters"] * (depth * rows * columns + 1)
                depth = layer["filters"]
        counts.append(count)
    return counts


# solution: end


def _input(*shape):
    return {"kind": "input", "shape": list(shape)}


def _conv(filters, size, stride=1, pad=0):
    return {"kind": "conv", "filters": filters, "size": list(size), "stride": stride, "pad": pad}


def _pool(size, stride):
    return {"kind": "pool", "size": list(size), "stride": stride}


def _dense(units):
    return {"kind": "dense", "units": units}


def alexnet(rng):  # noqa: ARG001 - the lecture's network is not drawn
    return {
        "layers": [
            _input(3, 227, 227),
            _conv(96, (11, 11), stride=4),
            _pool((3, 3), 2),
            _conv(256, (5, 5), pad=2),
            _pool((3, 3), 2),
            _conv(384, (3, 3), pad=1),
            _conv(384, (3, 3), pad=1),
            _conv(256, (3, 3), pad=1),
            _pool((3, 3), 2),
            _dense(4096),
            _dense(4096),
            _dense(1000),
        ]
    }


def two_layers(rng):  # noqa: ARG001 - small enough to work out on paper
    return {"layers": [_input(3, 6, 8), _conv(5, (3, 3), pad=1), _pool((2, 2), 2), _dense(10)]}


def not_square(rng):
    """Images and filters that are no squares; strides and paddings of every kind."""
    first, second, units = (int(rng.integers(low, low + 5)) for low in (6, 13, 21))
    return {
        "layers": [
            _input(4, 33, 47),
            _conv(first, (3, 5), stride=2, pad=1),
            _conv(second, (5, 2), stride=1, pad=2),
            _pool((2, 5), 3),
            _dense(units),
            _dense(7),
        ]
    }


def dense_only(rng):
    units = [int(rng.integers(11, 30)), int(rng.integers(31, 50))]
    return {"layers": [_input(3, 8, 9), *(_dense(number) for number in units), _dense(10)]}


def convolutions_only(rng):
    filters = [int(rng.integers(5, 9)), int(rng.integers(10, 15)), int(rng.integers(16, 20))]
    sizes = ((7, 3), (1, 1), (3, 5))
    return {"layers": [_input(2, 30, 40), *(_conv(*layer) for layer in zip(filters, sizes, strict=True))]}


def overlapping_pools(rng):
    filters = [int(rng.integers(5, 9)), int(rng.integers(10, 15))]
    return {
        "layers": [
            _input(1, 29, 35),
            _pool((3, 3), 2),
            _conv(filters[0], (4, 3), stride=2, pad=1),
            _pool((3, 5), 2),
            _conv(filters[1], (2, 1)),
            _dense(12),
        ]
    }


CONV = 'count = layer["filters"] * (depth * rows * columns + 1)'
DENSE = 'count = layer["units"] * (depth * height * width + 1)'
AFTER_DENSE = 'depth, height, width = layer["units"], 1, 1'
HEIGHT, WIDTH = "(height - rows + 2 * pad) // stride + 1", "(width - columns + 2 * pad) // stride + 1"

EXERCISE = exercise(
    "count_parameters",
    title="Counting parameters",
    uses=["count_parameters"],
    cases=[
        Case(two_layers, visible=True, hint="5 filters of 3 by 3 by 3 and their biases: 140; pooling halves 6 by 8"),
        Case(alexnet, visible=True, hint="the handout has the sizes of all maps of this network, and the counts"),
        Case(not_square, hint="images and filters that are no squares, with stride and padding"),
        Case(dense_only, hint="dense layers alone: the first sees every pixel of every channel"),
        Case(convolutions_only, hint="convolutions alone: a filter is as deep as what it is laid on"),
        Case(overlapping_pools, hint="poolings that overlap, and one that comes first"),
    ],
    checks=[
        Close("counts"),
        InputsUnchanged(),
        Repeatable(on=("not_square",)),
    ],
    mistakes=[
        Mistake(
            "depth_of_own_filters",
            "a filter is as deep as what comes in; its depth is replaced by the number of filters before it is used",
            'count = layer["filters"] * (depth * rows * columns + 1)',
            'count = layer["filters"] * (layer["filters"] * rows * columns + 1)',
        ),
        Mistake(
            "square_filters_in_weights",
            "filters are taken for squares: a filter has size[0] rows and size[1] columns",
            "(depth * rows * columns + 1)",
            "(depth * rows * rows + 1)",
        ),
        Mistake(
            "square_maps",
            "what comes out of a convolution is taken for a square: its columns are counted by their own",
            "width = (width - columns + 2 * pad) // stride + 1",
            'width = height if layer["kind"] == "conv" else (width - columns + 2 * pad) // stride + 1',
        ),
        Mistake(
            "pool_moves_by_its_window",
            "poolings are counted as if they moved by their own size; they move by their stride",
            'stride, pad = layer["stride"], layer.get("pad", 0)',
            'stride, pad = layer["stride"] if layer["kind"] == "conv" else rows, layer.get("pad", 0)',
        ),
        Mistake(
            "pool_by_stride_alone",
            "behind a pooling the size is divided by the stride; it is (H - HH) / S + 1 there, too",
            "        counts.append(count)",
            '        if layer["kind"] == "pool":\n'
            "            height = ((height - 1) * stride + rows) // stride\n"
            "            width = ((width - 1) * stride + columns) // stride\n"
            "        counts.append(count)",
        ),
        Mistake(
            "stride_ignored_down",
            "the stride is left out of the number of rows behind a convolution: it counts down as it does across",
            "height = (height - rows + 2 * pad) // stride + 1",
            'height = (height - rows + 2 * pad) // (1 if layer["kind"] == "conv" else stride) + 1',
        ),
        Mistake(
            "one_bias_for_all_filters",
            "a convolution is given one bias for all of its filters; every filter has one",
            'layer["filters"] * (depth * rows * columns + 1)',
            'layer["filters"] * depth * rows * columns + 1',
        ),
        Mistake(
            "one_bias_for_all_units",
            "a dense layer is given one bias for all of its units; every unit has one",
            'layer["units"] * (depth * height * width + 1)',
            'layer["units"] * depth * height * width + 1',
        ),
        Mistake(
            "poolings_have_weights",
            "poolings are given parameters; a pooling has nothing to learn",
            "        counts.append(count)",
            '        count += depth * rows * columns if layer["kind"] == "pool" else 0\n        counts.append(count)',
        ),
        Mistake(
            "biases_forgotten",
            "the biases are forgotten: every filter and every unit has one",
            "rows * columns + 1)",
            "rows * columns)",
            also=(Patch("height * width + 1)", "height * width)"),),
        ),
        Mistake(
            "biases_of_filters_forgotten",
            "the biases of the convolutions are forgotten: every filter has one",
            "rows * columns + 1)",
            "rows * columns)",
        ),
        Mistake(
            "biases_of_units_forgotten",
            "the biases of the dense layers are forgotten: every unit has one",
            "height * width + 1)",
            "height * width)",
        ),
        Mistake(
            "one_bias_per_layer",
            "a single bias is counted for each layer; every filter and every unit has its own",
            CONV,
            'count = layer["filters"] * depth * rows * columns + 1',
            also=(Patch(DENSE, 'count = layer["units"] * depth * height * width + 1'),),
        ),
        Mistake(
            "bias_per_channel",
            "a filter is given a bias for each of its channels; it has one",
            "(depth * rows * columns + 1)",
            "depth * (rows * columns + 1)",
        ),
        Mistake(
            "biases_per_input",
            "a dense layer is given a bias for each of its inputs; it has one for each of its units",
            DENSE,
            'count = (layer["units"] + 1) * depth * height * width',
        ),
        Mistake(
            "filters_without_depth",
            "the filters are counted without their depth: a filter has a weight for every channel that it is laid on",
            "(depth * rows * columns + 1)",
            "(rows * columns + 1)",
        ),
        Mistake(
            "depth_of_the_image",
            "the depth of every filter is that of the image; it is that of the layer before, its number of filters",
            '                depth = layer["filters"]\n',
            "",
        ),
        Mistake(
            "filters_as_deep_as_the_image",
            "the depth of every filter is that of the image; it is that of the layer before, its number of filters",
            CONV,
            'count = layer["filters"] * (layers[0]["shape"][0] * rows * columns + 1)',
        ),
        Mistake(
            "square_filters",
            "the filters are taken for squares; size has rows and columns",
            "rows, columns = layer",
            "rows, columns = [layer",
            also=(Patch('["size"]\n', '["size"][0]] * 2\n'),),
        ),
        Mistake(
            "not_shared",
            "the weights of a convolution are counted anew at every place; all places share them",
            "rows * columns + 1)\n",
            "rows * columns + 1) * height * width\n",
        ),
        Mistake(
            "dense_from_depth",
            "a dense layer is counted with one input per channel; it sees every row and column of every channel",
            DENSE,
            'count = layer["units"] * (depth + 1)',
        ),
        Mistake(
            "dense_from_one_channel",
            "a dense layer is counted with the inputs of one channel; it sees all channels",
            DENSE,
            'count = layer["units"] * (height * width + 1)',
        ),
        Mistake(
            "dense_from_the_image",
            "a dense layer's inputs are counted as if no layer before had changed height and width",
            f"            height = {HEIGHT}\n            width = {WIDTH}\n",
            "",
        ),
        Mistake(
            "dense_after_dense",
            "a dense layer behind a dense layer is counted with the inputs of the first; it has the units before it",
            f"            {AFTER_DENSE}\n",
            "",
        ),
        Mistake(
            "dense_keeps_its_map",
            "behind a dense layer there is no height and width any more; its units are all that comes in",
            AFTER_DENSE,
            'depth = layer["units"]',
        ),
        Mistake(
            "pooling_ignored",
            "poolings are passed over: they have no parameters, but make height and width smaller",
            "        else:\n",
            '        elif layer["kind"] == "conv":\n',
        ),
        Mistake(
            "pooling_counted",
            "poolings are counted like filters; they have nothing to learn",
            '            if layer["kind"] == "conv":\n',
            '            count = rows * columns\n            if layer["kind"] == "conv":\n',
        ),
        Mistake(
            "pooling_halves",
            "poolings are taken to halve height and width; it depends on their size and stride",
            '            rows, columns = layer["size"]\n',
            '            if layer["kind"] == "pool":\n'
            "                height, width = height // 2, width // 2\n"
            "                counts.append(0)\n"
            "                continue\n"
            '            rows, columns = layer["size"]\n',
        ),
        Mistake(
            "stride_ignored",
            "strides are ignored: a layer's height is (H - HH + 2P) / S + 1",
            'layer["stride"], layer.get("pad", 0)',
            '1, layer.get("pad", 0)',
        ),
        Mistake(
            "size_read_otherwise",
            "the size of a filter is read as columns, rows; it is rows, columns",
            'rows, columns = layer["size"]',
            'columns, rows = layer["size"]',
        ),
        Mistake(
            "convolutions_keep_the_size",
            "convolutions are taken to keep height and width; that depends on their stride and padding",
            '            rows, columns = layer["size"]\n',
            '            rows, columns = layer["size"]\n'
            '            if layer["kind"] == "conv":\n'
            '                counts.append(layer["filters"] * (depth * rows * columns + 1))\n'
            '                depth = layer["filters"]\n'
            "                continue\n",
        ),
        Mistake(
            "padding_ignored",
            "paddings are ignored: a layer's height is (H - HH + 2P) / S + 1",
            'layer["stride"], layer.get("pad", 0)',
            'layer["stride"], 0',
        ),
        Mistake(
            "padding_once",
            "paddings are counted once; they are on both sides: (H - HH + 2P) / S + 1",
            HEIGHT,
            HEIGHT.replace("2 * pad", "pad"),
            also=(Patch(WIDTH, WIDTH.replace("2 * pad", "pad")),),
        ),
        Mistake(
            "one_missing_in_size",
            "the sizes of the maps lack their 1: (H - HH + 2P) / S + 1",
            HEIGHT,
            HEIGHT.removesuffix(" + 1"),
            also=(Patch(WIDTH, WIDTH.removesuffix(" + 1")),),
        ),
        Mistake(
            "shape_read_otherwise",
            "the shape of the input is read as rows, columns, channels; it is channels, rows, columns",
            'depth, height, width = layer["shape"]',
            'height, width, depth = layer["shape"]',
        ),
        Mistake(
            "total",
            "one number is returned, the total; a list with the number of each row is asked for",
            "    return counts\n",
            "    return sum(counts)\n",
        ),
        Mistake(
            "running_total",
            "the counts are added up from row to row; each row has its own",
            "counts.append(count)",
            "counts.append(count + (counts[-1] if counts else 0))",
        ),
        Mistake(
            "input_left_out",
            "the row of the input is left out of the list: there is a number for every row, 0 for this one",
            "    return counts\n",
            "    return counts[1:]\n",
        ),
        Mistake(
            "only_learning_rows",
            "rows without parameters are left out of the list: there is a number for every row, 0 for these",
            "    return counts\n",
            "    return [count for count in counts if count]\n",
        ),
    ],
)
