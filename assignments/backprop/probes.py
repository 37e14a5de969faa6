"""How each exercise is called: one function per exercise, named like it.

A probe calls what was handed in and returns what came back, as named arrays and numbers. It never judges. What a
forward returns as its cache is handed to the backward as it is, and nobody looks inside.
"""

import functools

import numpy as np



def nothing(*names):
    """Stands for the outputs that a case does not ask for: empty arrays, no two of the same shape."""
    return {name: np.zeros((0, number)) for number, name in enumerate(names, 1)}


# ---------------------------------------------------------------- gates


def add_gate(student, x, y, dout=None, meanwhile=None):
    return gate(student.add_forward, student.add_backward, {"x": x, "y": y}, dout, meanwhile)


def mul_gate(student, x, y, dout=None, meanwhile=None):
    return gate(student.mul_forward, student.mul_backward, {"x": x, "y": y}, dout, meanwhile)


def max_gate(student, x, y, dout=None, meanwhile=None):
    return gate(student.max_forward, student.max_backward, {"x": x, "y": y}, dout, meanwhile)


def sigmoid_gate(student, x, dout=None, meanwhile=None):
    return gate(student.sigmoid_forward, student.sigmoid_backward, {"x": x}, dout, meanwhile)


def gate(forward, backward, inputs, dout, meanwhile):
    """One gate forward and, where the case has an upstream gradient `dout`, backward on its own cache.

    `total` is the sum of dout * out: dx and dy are its gradients. `meanwhile`: other inputs, which go forward through
    the same gate between the two calls, as in a network that uses the gate twice.
    """
    returned = forward(*inputs.values())
    if isinstance(returned, np.ndarray):
        raise ValueError("the forward half returned an array alone; expected two values, out and cache")
    out, cache = returned
    if dout is None:
        return {"out": out, **nothing("total", *(f"d{name}" for name in inputs))}
    seen = {"out": np.array(out), "total": np.sum(np.multiply(out, dout))}
    if meanwhile is not None:
        forward(*meanwhile)
    gradients = backward(dout, cache)
    if len(inputs) == 1:
        return {**seen, "dx": gradients}
    if isinstance(gradients, np.ndarray) and gradients.shape == np.shape(dout):
        raise ValueError("the backward half returned an array alone; expected two values, dx and dy")
    dx, dy = gradients
    return {**seen, "dx": dx, "dy": dy}


# ---------------------------------------------------------------- vectors and matrices


def matmul_backward(student, dout, X, W):
    """`total` is the sum of dout * (X @ W): dX and dW are its gradients."""
    total = np.sum(dout * (X @ W))
    dX, dW = student.matmul_backward(dout, X, W)
    return {"total": total, "dX": dX, "dW": dW}


def softmax_jacobian(student, scores, dout=None):
    """`total` is the sum of dout * p, for the softmax p of the scores: dout @ jacobian is its gradient."""
    if dout is None:
        return {"jacobian": matrix_of(student.softmax_jacobian(scores)), **nothing("total", "dscores")}
    exps = np.exp(scores - scores.max())
    total = np.sum(dout * exps) / np.sum(exps)
    jacobian = matrix_of(student.softmax_jacobian(scores))
    return {"total": total, "jacobian": jacobian, "dscores": np.matmul(dout, jacobian)}


def matrix_of(returned):
    """The Jacobian, also where the probabilities come with it: (p, jacobian)."""
    return returned[1] if type(returned) is tuple and len(returned) == 2 else returned


def squared_norm(student, x, W):
    f, dx, dW = student.squared_norm(x, W)
    return {"f": f, "dx": dx, "dW": dW}


# ---------------------------------------------------------------- graphs

ACCIDENTS = (
    NotImplementedError,
    RecursionError,
    TypeError,
    NameError,
    AttributeError,
    LookupError,
    ArithmeticError,
    MemoryError,
    StopIteration,
)
"""Errors that happen to a program; whatever else is raised is taken for its refusal of a cycle."""


def topological_order(student, graph, cyclic=False):
    """What every valid order has in common: each node once, and all of its inputs before it."""
    if cyclic:
        refused = refuses(student.topological_order, graph)
        return {"refused": refused, **nothing("inputs_before", "times_listed", "strangers")}
    nodes = list(graph)
    inputs = {node: list(sources) for node, sources in graph.items()}
    order = list(student.topological_order(graph))
    return {
        "inputs_before": np.array([inputs_before(node, inputs[node], order) for node in nodes]),
        "times_listed": np.array([sum(listed == node for listed in order) for node in nodes]),
        "strangers": sum(listed not in nodes for listed in order),
        **nothing("refused"),
    }


def inputs_before(node, sources, order):
    """How many of a node's inputs stand before it; where something is listed twice, its first place counts."""
    if node not in order:
        return 0
    before = order[: order.index(node)]
    return sum(source in before for source in sources)


def refuses(function, graph):
    """1 if the graph is answered by an error that was raised on purpose, 0 if by anything else."""
    try:
        answer = function(graph)
        if hasattr(answer, "__next__"):
            list(answer)
    except ACCIDENTS:
        raise
    except Exception:
        return 1.0
    return 0.0


# ---------------------------------------------------------------- Tensor


def tensor_arithmetic(student, program, **leaves):
    return executed(student, program, leaves)


def tensor_functions(student, program, **leaves):
    return executed(student, program, leaves)


def tensor_broadcasting(student, program, **leaves):
    return executed(student, program, leaves)


def tensor_graphs(student, program, **leaves):
    return executed(student, program, leaves)


def executed(student, program, leaves):
    """Runs the lines of a program over the leaves, and returns its loss and the gradients of the leaves."""
    names = {name: leaf(student.Tensor, data) for name, data in leaves.items()}
    tensors = dict(names)
    exec(compiled("\n".join(program)), tensors)
    gradients = {f"d{name}": gradient(tensor) for name, tensor in names.items()}
    return {"value": number_of(tensors["loss"]), **nothing("da", "db", "dc"), **gradients}


@functools.lru_cache
def compiled(program):
    """A program, compiled once for the many times that it is run."""
    return compile(program, "<program>", "exec")


def leaf(Tensor, data):
    """A leaf. Where a class asks which tensors need a gradient, this one does."""
    try:
        return Tensor(data, requires_grad=True)
    except TypeError:
        return Tensor(data)


def number_of(loss):
    """The data of the loss, as an array."""
    return np.array(loss.data)


def gradient(tensor):
    """The gradient of a leaf as an array; zeros where there is none yet."""
    grad = tensor.grad
    if isinstance(grad, type(tensor)):
        grad = grad.data
    return np.zeros(np.shape(tensor.data)) if grad is None else grad
