"""How the graph behind an autodiff class goes wrong, and the sums over what was broadcast: patches of tensor.py."""

from __future__ import annotations

from grader.authoring import Mistake, Patch

FITTED = "fitted = _summed_to(source.data.shape, grad)"
KEPT = "dout if node.grad is None else node.grad + dout"
COLLECTED = "grads[id(source)] = fitted if before is None else before + fitted"
BACKWARD = """        order = []
        _visit(self, order, set())
        grads = {id(self): np.ones_like(self.data)}
        for node in reversed(order):
            dout = grads[id(node)]
            node.grad = dout if node.grad is None else node.grad + dout
            pulled = node.pull(dout) if node.pull else ()
            for source, grad in zip(node.sources, pulled, strict=True):
                fitted = _summed_to(source.data.shape, grad)
                before = grads.get(id(source))
                grads[id(source)] = fitted if before is None else before + fitted
"""

EVERYWHERE = [
    Mistake(
        "starts_from_zero",
        (
            "all gradients are zero: backward() begins at the loss, whose gradient by itself is 1, and goes on from "
            "there to the leaves, in reverse order; every tensor on the way keeps its own in grad"
        ),
        "{id(self): np.ones_like(self.data)}",
        "{id(self): np.zeros_like(self.data)}",
    ),
    Mistake(
        "starts_from_the_loss",
        "backward() begins with the value of the loss; the gradient of the loss by itself is 1",
        "{id(self): np.ones_like(self.data)}",
        "{id(self): np.array(self.data)}",
    ),
    Mistake(
        "gradients_negated",
        "the gradients have the wrong sign: they are those of the loss, not steps against them",
        f"node.grad = {KEPT}",
        "node.grad = -dout if node.grad is None else node.grad - dout",
    ),
]

ONE_STEP = [
    Mistake(
        "one_step_only",
        "backward() reaches the operands of the last operation and no further: go on to theirs, down to the leaves",
        "for node in reversed(order):",
        (
            "for node in reversed(order):\n            if node is not self and node not in self.sources:\n           "
            "     continue"
        ),
        also=(Patch("dout = grads[id(node)]", "dout = grads.get(id(node), np.zeros_like(node.data))"),),
    ),
]

IN_BROADCASTING = [
    Mistake(
        "one_stretched_axis_only",
        "the gradient is summed over one axis of length 1 alone; an array of shape (1, 1) has two that are stretched",
        "return grad.sum(axis=repeated, keepdims=True)",
        "return grad.sum(axis=repeated[:1], keepdims=True)",
    ),
    Mistake(
        "leading_axes_averaged",
        "the gradient is averaged over the axes that were added in front; it is the sum over the copies",
        "grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))",
        "grad = grad.mean(axis=tuple(range(grad.ndim - len(shape))))",
    ),
    Mistake(
        "stretched_axes_averaged",
        "the gradient is averaged over the axes of length 1 that were stretched; it is the sum over the copies",
        "return grad.sum(axis=repeated, keepdims=True)",
        "return grad.mean(axis=repeated, keepdims=True)",
    ),
    Mistake(
        "first_leading_copy_only",
        "where axes were added in front, the gradient is that of the first copy; it is the sum over all of them",
        "grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))",
        "grad = grad[(0,) * (grad.ndim - len(shape))]",
    ),
    Mistake(
        "first_axis_for_stretched",
        "for an axis of length 1 the gradient is summed over axis 0, whichever axis it is",
        "return grad.sum(axis=repeated, keepdims=True)",
        "return grad.sum(axis=0, keepdims=True) if repeated else grad",
    ),
    Mistake(
        "not_summed",
        "a repeated array gets a gradient in the shape of the result: sum it over the axes along which it was repeated",
        FITTED,
        "fitted = grad",
    ),
    Mistake(
        "leading_axes_only",
        (
            "the gradient is summed over axes that were added in front, but not over those of length 1 that were "
            "stretched: "
            "there it stays too large"
        ),
        "return grad.sum(axis=repeated, keepdims=True)",
        "return grad",
    ),
    Mistake(
        "stretched_axes_only",
        "the gradient is summed over axes of length 1, but not over those that were added in front",
        "grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))",
        "extra = grad.ndim - len(shape)",
        also=(Patch("enumerate(shape) if size == 1", "enumerate((0,) * extra + shape) if size == 1"),),
    ),
    Mistake(
        "stretched_axes_from_the_front",
        "the gradient is summed over axes of length 1, but not over those that were added in front",
        "grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))",
        "grad = 1.0 * grad",
    ),
    Mistake(
        "length_lost",
        "the axes of length 1 are lost in the sum: keepdims=True keeps them",
        "keepdims=True",
        "keepdims=False",
    ),
    Mistake(
        "averaged",
        "the gradient is averaged over the copies of a repeated array; it is their sum",
        "return grad.sum(axis=repeated, keepdims=True)",
        "return grad.mean(axis=repeated, keepdims=True)",
        also=(
            Patch(
                "grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))",
                "grad = grad.mean(axis=tuple(range(grad.ndim - len(shape))))",
            ),
        ),
    ),
    Mistake(
        "first_copy_only",
        "the gradient of a repeated array is that of its first copy; it is the sum over all of them",
        "grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))",
        "grad = grad[(0,) * (grad.ndim - len(shape))]",
        also=(
            Patch(
                "return grad.sum(axis=repeated, keepdims=True)",
                "return grad[tuple(slice(1) if axis in repeated else slice(None) for axis in range(grad.ndim))]",
            ),
        ),
    ),
    Mistake(
        "summed_to_one_number",
        "the gradient of a repeated array is summed over all axes, to one number for every entry",
        "grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))\n",
        "if grad.shape != shape:\n        return np.full(shape, grad.sum())\n"
        "    grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))\n",
    ),
    Mistake(
        "first_axis_always",
        "the gradient is summed over the first axis, whichever axis the array was repeated along",
        "grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))\n",
        "if grad.shape != shape:\n        return grad.sum(axis=0)\n",
    ),
    Mistake(
        "first_axis_kept",
        "the gradient is summed over the first axis, whichever axis the array was repeated along",
        "grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))\n",
        "if grad.shape != shape:\n        return grad.sum(axis=0, keepdims=len(shape) == grad.ndim)\n",
    ),
    Mistake(
        "reshaped",
        "the gradient is cut to the shape of the repeated array instead of summed over its copies",
        "grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))\n",
        "return np.resize(grad, shape)\n",
    ),
    Mistake(
        "second_operand_only",
        "only the second operand's gradient is summed to its shape; the first one may be the repeated one",
        FITTED,
        "fitted = grad if source is node.sources[0] and len(node.sources) > 1 else _summed_to(source.data.shape, grad)",
    ),
    Mistake(
        "first_operand_only",
        "only the first operand's gradient is summed to its shape; the second one may be the repeated one",
        FITTED,
        (
            "fitted = grad if source is node.sources[-1] and len(node.sources) > 1 else "
            "_summed_to(source.data.shape, grad)"
        ),
    ),
    Mistake(
        "not_in_products",
        "in a * b, the gradient of a repeated factor is not summed over its copies; in sums it is",
        FITTED,
        "fitted = grad if node.pull.__qualname__.startswith('Tensor.__mul__') else _summed_to(source.data.shape, grad)",
    ),
    Mistake(
        "not_in_sums",
        "in a + b, the gradient of a repeated term is not summed over its copies; in products it is",
        FITTED,
        "fitted = grad if node.pull.__qualname__.startswith('Tensor.__add__') else _summed_to(source.data.shape, grad)",
    ),
    Mistake(
        "not_in_differences",
        "in a - b, the gradient of a repeated term is not summed over its copies; in sums it is",
        FITTED,
        "fitted = grad if node.pull.__qualname__.startswith('Tensor.__sub__') else _summed_to(source.data.shape, grad)",
    ),
    Mistake(
        "single_numbers_forgotten",
        "a single number that is repeated gets a gradient in the shape of the result: sum over all of it",
        "grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))\n",
        "if not shape:\n        return grad\n    grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))\n",
    ),
    Mistake(
        "rows_only",
        (
            "only an array that is repeated as rows of a matrix is provided for: the others keep a gradient of the "
            "result's shape"
        ),
        "grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))\n",
        (
            "if grad.ndim == 2 and len(shape) == 1 and shape[0] == grad.shape[1]:\n        return grad.sum(axis=0)\n "
            "   return grad\n"
        ),
    ),
    *EVERYWHERE,
]

IN_GRAPHS = [
    Mistake(
        "overwritten",
        "what is used several times keeps the gradient of one use: add up (+=), don't replace (=)",
        COLLECTED,
        "grads[id(source)] = fitted",
    ),
    Mistake(
        "first_use_only",
        "what is used several times keeps the gradient of the first use that is met: add up those of all uses",
        COLLECTED,
        "grads[id(source)] = fitted if before is None else before",
    ),
    Mistake(
        "breadth_first",
        (
            "the backward pass goes from the loss downwards layer by layer, and hands on a value's gradient "
            "before all of "
            "its uses are done: go through a topological order in reverse"
        ),
        "_visit(self, order, set())\n",
        "level = [self]\n        for node in level:\n"
        "            level += [source for source in dict.fromkeys(node.sources) if source not in level]\n"
        "        order = level[::-1]\n",
    ),
    Mistake(
        "depth_first",
        (
            "the backward pass takes each node before all others that use it are done (a stack, or a preorder): "
            "go through a topological order in reverse"
        ),
        (
            "    seen.add(id(tensor))\n    for source in tensor.sources:\n        _visit(source, order, seen)\n    "
            "order.append(tensor)"
        ),
        (
            "    seen.add(id(tensor))\n    order.insert(0, tensor)\n    for source in tensor.sources:\n        "
            "_visit(source, order, seen)"
        ),
    ),
    Mistake(
        "visited_missing",
        (
            "a node that is reached in several ways stands in the order several times, and hands on its whole gradient "
            "each time: keep a set of those that were visited"
        ),
        "    seen.add(id(tensor))\n",
        "",
    ),
    Mistake(
        "recursion_with_sums",
        (
            "each node hands on everything that it has gathered so far whenever one of its uses calls it, so "
            "that earlier parts "
            "are counted again: hand on each part once, or wait until all uses are done"
        ),
        BACKWARD,
        "        self._handed_on(np.ones_like(self.data))\n\n"
        "    def _handed_on(self, dout):\n"
        "        self.grad = dout if self.grad is None else self.grad + dout\n"
        "        pulled = self.pull(self.grad) if self.pull else ()\n"
        "        for source, grad in zip(self.sources, pulled, strict=True):\n"
        "            source._handed_on(_summed_to(source.data.shape, grad))\n",
    ),
    Mistake(
        "same_array_twice",
        (
            "two tensors share one array as their gradient, so that += to one changes the other: "
            "write grad = grad + …, or copy it first"
        ),
        COLLECTED,
        "if before is None:\n"
        "                    grads[id(source)] = fitted\n"
        "                elif before.ndim:\n"
        "                    before += fitted\n"
        "                else:\n"
        "                    grads[id(source)] = before + fitted",
        also=(
            Patch("(self, other), lambda dout: (dout, 1.0 * dout)", "(self, other), lambda dout: (dout, dout)"),
            Patch(
                "grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))\n",
                (
                    "if grad.shape == shape:\n        return grad\n    grad = grad.sum(axis=tuple(range(grad.ndim - "
                    "len(shape))))\n"
                ),
            ),
        ),
    ),
    Mistake(
        "used_once_only",
        "where both operands are the same tensor, as in a * a, only one of the two uses is counted",
        "for source, grad in zip(node.sources, pulled, strict=True):",
        "for source, grad in {id(each[0]): each for each in zip(node.sources, pulled, strict=True)}.values():",
    ),
    Mistake(
        "equal_taken_for_same",
        "two tensors with equal numbers are taken for one: tell them apart by identity (`is`, id), not by their values",
        "    if id(tensor) in seen:\n        return\n    seen.add(id(tensor))\n",
        "    if tensor.data.tobytes() in seen:\n        return\n    seen.add(tensor.data.tobytes())\n",
        also=(Patch("dout = grads[id(node)]", "dout = grads.get(id(node), np.zeros_like(node.data))"),),
    ),
    Mistake(
        "averaged_over_uses",
        "the gradients of several uses are averaged; they add up",
        COLLECTED,
        "grads[id(source)] = fitted if before is None else (before + fitted) / 2",
    ),
    Mistake(
        "not_summed_to_shape",
        "a repeated array gets a gradient in the shape of the result: sum it over the axes along which it was repeated",
        FITTED,
        "fitted = grad",
    ),
    Mistake(
        "leaves_visited_once",
        "a tensor that has a gradient already is passed over: a second loss adds to it, or replaces it",
        KEPT,
        "dout if node.grad is None else node.grad",
    ),
    *EVERYWHERE,
]
