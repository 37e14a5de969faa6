def count_parameters(layers):
    return sum(counted(layers))


def counted(layers, shape=None):
    if not layers:
        return []
    first, rest = layers[0], layers[1:]
    count, shape = RULES[first["kind"]](first, shape)
    return [count] + counted(rest, shape)


def _moved(row, shape):
    pad = row.get("pad", 0)
    return [(n + 2 * pad - f) // row["stride"] + 1 for n, f in zip(shape[1:], row["size"])]


def _conv(row, shape):
    f, (a, b) = row["filters"], row["size"]
    return f * shape[0] * a * b + f, [f] + _moved(row, shape)


def _dense(row, shape):
    inputs = 1
    for n in shape:
        inputs *= n
    return row["units"] * (inputs + 1), [row["units"]]


RULES = {
    "input": lambda row, shape: (0, list(row["shape"])),
    "pool": lambda row, shape: (0, [shape[0]] + _moved(row, shape)),
    "conv": _conv,
    "dense": _dense,
}
