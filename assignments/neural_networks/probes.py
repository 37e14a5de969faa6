"""How each exercise is called: one function per exercise, named like it.

A probe calls what was handed in and returns what came back, as named arrays and numbers. It never judges.
"""

import functools
import inspect

import numpy as np

# ---------------------------------------------------------------- layers: forward, and backward on your own cache


def affine_forward(student, x, w, b):
    out, _ = both(student.affine_forward(x, w, b))
    return {"out": out}


def affine_backward(student, dout, x, w, b, between=False):
    value, gradients = there_and_back(
        student.affine_forward, student.affine_backward, dout, (x, w, b), between=between
    )
    dx, dw, db = gradients
    return {**value, "dx": dx, "dw": dw, "db": db}


def relu_forward(student, x):
    out, _ = both(student.relu_forward(x))
    return {"out": out}


def relu_backward(student, dout, x, between=False):
    return activation(student.relu_forward, student.relu_backward, dout, x, between=between)


def leaky_relu_forward(student, x, alpha=None):
    out, _ = both(student.leaky_relu_forward(x, *given(alpha)))
    return {"out": out}


def leaky_relu_backward(student, dout, x, alpha, between=False):
    return activation(student.leaky_relu_forward, student.leaky_relu_backward, dout, x, alpha, between=between)


def sigmoid_forward(student, x):
    out, _ = both(student.sigmoid_forward(x))
    return {"out": out}


def sigmoid_backward(student, dout, x, between=False):
    return activation(student.sigmoid_forward, student.sigmoid_backward, dout, x, between=between)


def tanh_forward(student, x):
    out, _ = both(student.tanh_forward(x))
    return {"out": out}


def tanh_backward(student, dout, x, between=False):
    return activation(student.tanh_forward, student.tanh_backward, dout, x, between=between)


def elu_forward(student, x, alpha=None):
    out, _ = both(student.elu_forward(x, *given(alpha)))
    return {"out": out}


def elu_backward(student, dout, x, alpha, between=False):
    return activation(student.elu_forward, student.elu_backward, dout, x, alpha, between=between)


def maxout_forward(student, x, w1, b1, w2, b2):
    out, _ = both(student.maxout_forward(x, w1, b1, w2, b2))
    return {"out": out}


def maxout_backward(student, dout, x, w1, b1, w2, b2, between=False):
    inputs = (x, w1, b1, w2, b2)
    value, gradients = there_and_back(
        student.maxout_forward, student.maxout_backward, dout, inputs, between=between
    )
    dx, dw1, db1, dw2, db2 = gradients
    return {**value, "dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


def given(alpha):
    """Nothing where a case leaves alpha out: the default has to serve."""
    return () if alpha is None else (alpha,)


class NoCacheError(Exception):
    """A forward pass returned something else than a pair."""


def both(returned):
    """Out and cache: an array of two rows is no pair of them."""
    if not isinstance(returned, tuple | list) or len(returned) != 2:
        raise NoCacheError("a forward pass returns two things, out and a cache")
    return returned


def activation(forward, backward, dout, x, *alpha, between):
    """The backward pass of a layer without parameters."""
    value, dx = there_and_back(forward, backward, dout, (x,), *alpha, between=between)
    return {**value, "dx": dx}


def there_and_back(forward, backward, dout, inputs, *alpha, between):
    """What a backward pass differentiates, the number sum(dout * out), and what it returns.

    What the forward pass alone has changed in its inputs is undone at the end: that is told of the forward pass.
    Another forward pass may come `between`, as in a network with several such layers: the cache is the first one's.
    """
    before = [np.array(each) for each in inputs]
    out, cache = both(forward(*inputs, *alpha))
    if between:
        forward(*(-each for each in inputs), *alpha)
    between = [np.array(each) for each in inputs]
    value = {"sum_of_dout_times_out": np.sum(dout * out)} if np.shape(out) == np.shape(dout) else {}
    gradients = backward(dout, cache)
    for each, first, then in zip(inputs, before, between):
        if each.shape == first.shape and np.array_equal(each, then):
            each[...] = first
    return value, gradients


# ---------------------------------------------------------------- losses


def svm_loss(student, x, y):
    loss, dx = student.svm_loss(x, y)
    return {"loss": loss, "dx": dx}


def softmax_loss(student, x, y):
    loss, dx = student.softmax_loss(x, y)
    return {"loss": loss, "dx": dx}


# ---------------------------------------------------------------- the network with one hidden layer


def two_layer_net_init(student, input_dim, hidden_dim, num_classes, weight_scale, with_weights=False, left_out=()):
    model = two_layer_net(student, input_dim, hidden_dim, num_classes, weight_scale, 0.0, left_out)
    return first_parameters(model, 2, with_weights)


def two_layer_net_scores(student, X, W1, b1, W2, b2, again=False):
    model = two_layer_net(student, *W1.shape, len(b2), 0.1, 0.0)
    return scores_of(model, X, {"W1": W1, "b1": b1, "W2": W2, "b2": b2}, again)


def two_layer_net_loss(student, X, y, W1, b1, W2, b2, reg, steps=0, learning_rate=0.0, left_out=(), again=False):
    model = two_layer_net(student, *W1.shape, len(b2), 0.1, reg, left_out)
    parameters = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    return trained(model, X, y, parameters, reg, steps, learning_rate, again)


def two_layer_net(student, input_dim, hidden_dim, num_classes, weight_scale, reg, left_out=()):
    """A network of these sizes, in float64: the scale is called `weight_scale` or `std`; reg is given here, or to `loss`."""
    make = student.TwoLayerNet
    names, sizes = parameters_of(make), {"input_dim": input_dim, "hidden_dim": hidden_dim, "num_classes": num_classes}
    options = {"reg": reg} if "reg" in names else {}
    if asks_for_dtype(make):
        options["dtype"] = np.float64
    if "std" in names:
        options["std"] = weight_scale
    elif "weight_scale" in names:
        options["weight_scale"] = weight_scale
    else:
        return make(*sizes.values(), weight_scale, **without(options, left_out, make))
    return make(*without(sizes, left_out, make).values(), **without(options, left_out, make))


# ---------------------------------------------------------------- the network with any number of hidden layers


def fully_connected_net_init(
    student, hidden_dims, input_dim, num_classes, weight_scale, with_weights=False, left_out=()
):
    model = fully_connected_net(student, hidden_dims, input_dim, num_classes, weight_scale, 0.0, left_out)
    return first_parameters(model, len(hidden_dims) + 1, with_weights, most=4)


def fully_connected_net_scores(student, X, again=False, **parameters):
    return scores_of(net_like(student, parameters, 0.0), X, parameters, again)


def fully_connected_net_loss(
    student, X, y, reg, steps=0, learning_rate=0.0, left_out=(), again=False, **parameters
):
    model = net_like(student, parameters, reg, left_out)
    seen = trained(model, X, y, parameters, reg, steps, learning_rate, again)
    return seen if steps else seen | {f"d{name}": NOTHING for name in names_of(range(1, 5)) if name not in parameters}


def net_like(student, parameters, reg, left_out=()):
    """A network with room for these parameters: W1, b1, W2, b2 and so on."""
    sizes = [len(parameters["W1"])] + [len(parameters[f"b{i + 1}"]) for i in range(len(parameters) // 2)]
    return fully_connected_net(student, sizes[1:-1], sizes[0], sizes[-1], 0.1, reg, left_out)


def fully_connected_net(student, hidden_dims, input_dim, num_classes, weight_scale, reg, left_out=()):
    """In float64, where the class lets one choose."""
    options = {"input_dim": input_dim, "num_classes": num_classes, "weight_scale": weight_scale, "reg": reg}
    options = without(options, left_out, student.FullyConnectedNet)
    if "dtype" in parameters_of(student.FullyConnectedNet):
        options["dtype"] = np.float64
    return student.FullyConnectedNet(list(hidden_dims), **options)


# ---------------------------------------------------------------- both networks


@functools.cache
def parameters_of(function):
    """The names that this function, method or class can be called with, of those that vary."""
    parameters = inspect.signature(function).parameters.values()
    if any(each.kind is each.VAR_KEYWORD for each in parameters):
        return {"weight_scale", "reg", "dtype"}
    return {each.name for each in parameters}


@functools.cache
def asks_for_dtype(function):
    """Whether one of its parameters has this very name; behind **options nobody may ask for it."""
    return "dtype" in inspect.signature(function).parameters


def without(arguments, left_out, function):
    """These arguments, less those of `left_out` that may be left out: a parameter of this name has a default.

    Behind **options the scale and reg have one, as the handout says.
    """
    if not left_out:
        return arguments
    parameters = inspect.signature(function).parameters.values()
    free = {each.name for each in parameters if each.default is not each.empty}
    if any(each.kind is each.VAR_KEYWORD for each in parameters):
        free |= {"weight_scale", "reg"}
    return {name: value for name, value in arguments.items() if name not in free.intersection(left_out)}


NOTHING = np.zeros(0)
"""Stands for the gradient of a layer that a network has not, so that every case has the same outputs."""


def names_of(layers):
    """W1, b1, W2 and so on, for these layers."""
    return [f"{kind}{i}" for i in layers for kind in "Wb"]


def first_parameters(model, layers, with_weights, most=2):
    """The biases and the shapes of the weights that a fresh network has; the weights themselves where asked for."""
    found = dict.fromkeys(names_of(range(layers + 1, most + 1)), NOTHING) | dict(model.params)
    seen = {}
    for name in names_of(range(1, most + 1)):
        if name not in found:
            continue
        if name.startswith("b") or with_weights:
            seen[name] = in_double(found[name] if name.startswith("b") else some_rows(found[name]))
        else:
            seen[f"shape_of_{name}"] = np.array(np.shape(found[name]))
    return seen


def some_rows(weights):
    """The first hundred rows, enough to tell how weights are drawn: more would travel for nothing."""
    return weights[:100] if isinstance(weights, np.ndarray) else weights


def in_double(value):
    """An array of floats in float64: in which precision a fresh network keeps its parameters is its own business."""
    return value.astype(np.float64) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value


class NoScoresError(Exception):
    """Something else came back: one sentence says what."""


def scores_of(model, X, parameters, again=False):
    """The scores; asked `again`, those of a second call, after one for other examples."""
    put(model, parameters)
    if again:
        model.loss(-X)
    scores = model.loss(X)
    take_back(model, parameters)
    if scores is None or isinstance(scores, tuple | dict):
        raise NoScoresError(f"loss(X), without labels, should return the scores alone, not a {type(scores).__name__}")
    return {"scores": scores}


def trained(model, X, y, parameters, reg, steps, learning_rate, again=False):
    """The loss and its gradients; or, after so many steps of plain gradient descent, the accuracy on X.

    Asked `again`, those of a second call, after one for other examples: what that has left in the network shows in them.

    An example is learned when the loss on it alone is below log 2: its class has more than half of the probability.
    """
    put(model, parameters)
    options = {"reg": reg} if "reg" in parameters_of(type(model).loss) else {}
    if not steps:
        if again:
            model.loss(-X, y, **options)
        loss, grads = model.loss(X, y, **options)
        take_back(model, parameters)
        return {"loss": loss, **{f"d{name}": grads[name] for name in parameters if name in grads}}
    for _ in range(steps):
        _, grads = model.loss(X, y, **options)
        for name in parameters:
            model.params[name] -= learning_rate * grads[name]
    alone = [model.loss(X[i : i + 1], y[i : i + 1], **options)[0] for i in range(len(X))]
    return {"accuracy": np.mean(np.array(alone) < np.log(2))}


def put(model, parameters):
    """These numbers into `model.params`: into the arrays that are there, as other parts of it may hold them."""
    for name, value in parameters.items():
        there = model.params.get(name)
        if isinstance(there, np.ndarray) and there.shape == value.shape and there.dtype == value.dtype:
            there[...] = value
        else:
            model.params[name] = np.array(value)


def take_back(model, parameters):
    """The numbers that stand in `model.params` after a call: a change of them is a change of these inputs."""
    for name, value in parameters.items():
        now = np.asarray(model.params.get(name))
        if now.shape == value.shape and now.dtype.kind == "f":
            value[...] = now


# ---------------------------------------------------------------- chains of linear layers


def collapse_linear_layers(student, weights):
    return {"W": student.collapse_linear_layers(weights)}
