"""What the cases of this assignment are made of: numbers away from kinks, all sizes different, nothing near zero.

With the tiny weights and biases of a fresh network most mistakes would be invisible; weights are of order 0.5, biases
of order 1, and no strength is 1 or 1/2, where reg, reg² and ½·reg could be taken for each other.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from grader.authoring import Case

# ---------------------------------------------------------------- for layers without parameters


def clear_of_zero(rng, *shape, by=0.05):
    """Numbers of both signs that keep this distance from 0, where the slope of many layers jumps."""
    return rng.choice([-1.0, 1.0], shape) * (by + np.abs(rng.standard_normal(shape)))


def few(rng):
    return clear_of_zero(rng, 4, 3)


def many_columns(rng):
    return clear_of_zero(rng, 3, 11)


def more_axes(rng):
    return clear_of_zero(rng, 2, 3, 5, 4)


def one_example(rng):
    return clear_of_zero(rng, 1, 6)


def a_vector(rng):
    return clear_of_zero(rng, 9)


def zeros_among_them(rng):
    """One entry in three is exactly 0, as after another ReLU or in the black border of an image."""
    x = clear_of_zero(rng, 5, 8)
    x[rng.permuted(np.arange(40).reshape(5, 8) % 3 == 0, axis=1)] = 0.0
    return x


def huge(rng):
    """Of a size at which exp overflows, with either sign."""
    return rng.permuted(np.array([[-3000.0, -720.0, -30.0, 0.5, 25.0, 740.0, 2500.0], [-1000.0] * 3 + [1000.0] * 4]))


HINTS = {
    few: "work out one positive and one negative entry by hand",
    many_columns: "every entry by itself: nothing is added up, and no axis is special",
    more_axes: "x has four axes here: every entry goes its own way, whatever the shape is",
    one_example: "a batch of a single example",
    a_vector: "x has a single axis here: every entry goes its own way, whatever the shape is",
    zeros_among_them: "some entries are exactly 0",
    huge: "entries of ±1000 and more: exp overflows, and infinity divided by infinity is nan",
}


def cases(alpha=None, *, backward=False):
    """The inputs of a layer that treats every entry by itself, forward or backward; `alpha` is its parameter, if any.

    The alphas differ from case to case, so that none can be written into the code.
    """
    return [
        Case(
            _of_a_layer(make, None if alpha is None else round(alpha * (1 + turn / 4), 4), backward=backward),
            visible=make is few,
            hint=hint,
        )
        for turn, (make, hint) in enumerate(HINTS.items())
    ]


def cases_of_default(alpha):
    """The call that leaves alpha out: nothing where it has no default."""
    hint = f"alpha is left out of this call: its default is {alpha}"
    return [] if alpha is None else [Case(alpha_left_out, visible=True, hint=hint)]


def alpha_left_out(rng):
    return {"x": clear_of_zero(rng, 5, 4)}


DIFFERENTIATED = ("few", "many_columns", "more_axes", "one_example", "a_vector")


def _of_a_layer(make, alpha, *, backward):
    def made(rng):
        x = make(rng)
        dout = {"dout": rng.standard_normal(x.shape)} if backward else {}
        return {**dout, "x": x, **({} if alpha is None else {"alpha": alpha})}

    made.__name__ = make.__name__
    return made


# ---------------------------------------------------------------- for networks


def network(rng, sizes, N, clearance=0.02):
    """Examples and the parameters of a network of these sizes (D, H…, C), redrawn until no ReLU is near its kink."""
    while True:
        X = rng.standard_normal((N, sizes[0]))
        parameters = {}
        for i, (fan_in, fan_out) in enumerate(pairwise(sizes), 1):
            parameters[f"W{i}"] = 0.5 * rng.standard_normal((fan_in, fan_out))
            parameters[f"b{i}"] = clear_of_zero(rng, fan_out, by=0.3)
        if _distance_from_kinks(X, parameters) > clearance:
            return {"X": X, **parameters}


def labels(rng, N, C):
    """Labels (N,) of all classes, as evenly as can be."""
    return rng.permutation(np.arange(N) % C)


def loud_example(inputs, rng, by=2000.0):
    """The scores of one example lie so much above the others': a feature of its own is handed through every layer.

    The first feature feeds the first unit of the first layer alone, that unit the first of the next, and so on; the
    last layer gives it to every class alike.
    """
    last = sum(name.startswith("W") for name in inputs)
    X, parameters = inputs["X"].copy(), {name: value.copy() for name, value in inputs.items() if name[0] in "Wb"}
    X[:, 0] = by * (np.arange(len(X)) == rng.integers(len(X)))
    for i in range(1, last):
        W, b = parameters[f"W{i}"], parameters[f"b{i}"]
        W[0, :], W[:, 0], W[0, 0], b[0] = 0.0, 0.0, 1.0, 0.5
    parameters[f"W{last}"][0, :] = 1.0
    return {**inputs, "X": X, **parameters}


def loud_classes(inputs, rng, by=1500.0):
    """The scores of two classes lie so much above the others', and every example is of one of the two."""
    last, biases = _last_biases(inputs)
    loud = rng.choice(len(biases), 2, replace=False)
    biases[loud] += by
    return {**inputs, last: biases, "y": rng.choice(loud, len(inputs["X"]))}


def far_behind(inputs, rng, by=716.0):
    """All examples are of one class, and its score trails the largest by so much, in one of them, at most."""
    last, biases = _last_biases(inputs)
    right = rng.integers(len(biases))
    scores = _sums(inputs["X"], inputs)[-1]
    gaps = np.delete(scores, right, axis=1).max(axis=1) - scores[:, right]
    biases[right] -= by - gaps.max()
    return {**inputs, last: biases, "y": np.full(len(scores), right)}


def _last_biases(inputs):
    """The name of the last layer's biases, and a copy of them."""
    name = [name for name in inputs if name.startswith("b")][-1]
    return name, inputs[name].copy()


def _distance_from_kinks(X, parameters):
    """The smallest size of anything that goes into a ReLU."""
    return min(np.min(np.abs(z)) for z in _sums(X, parameters)[:-1])


def _sums(X, parameters):
    """What every affine layer gives, from the first one's to the scores."""
    sums, hidden = [], X
    for i in range(1, sum(name.startswith("W") for name in parameters) + 1):
        sums.append(hidden @ parameters[f"W{i}"] + parameters[f"b{i}"])
        hidden = np.maximum(0.0, sums[-1])
    return sums
