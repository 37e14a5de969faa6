"""How a small autodiff class goes wrong: what is said, and what is changed in the solution of tensor.py for it."""

from __future__ import annotations

from grader.authoring import Mistake, Patch

ADD = "_result(self.data + other.data, (self, other), lambda dout: (dout, 1.0 * dout))"
SUB = "_result(self.data - other.data, (self, other), lambda dout: (dout, -1.0 * dout))"
NEG = "_result(-self.data, (self,), lambda dout: (-dout,))"
MUL = "(dout * y, dout * x)"
MATMUL = "(dout @ y.T, x.T @ dout)"
POW = "(dout * exponent * x ** (exponent - 1),)"
RELU = "(dout * (1.0 * (x > 0)),)"
TANH = "(dout * (1.0 - out**2),)"
EXP = "(dout * out,)"
LOG = "(dout / x,)"
SUM = "(dout * np.ones_like(x),)"
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
WITHOUT_UPSTREAM = "the local gradient alone is handed on: multiply by the upstream gradient"


def _renamed(method):
    """The method is not there under its name."""
    return {"find": f"def {method}(self", "replace": f"def _absent{method}(self"}


def _rule(text, replacement):
    return {"find": text, "replace": replacement}


EVERYWHERE = [
    Mistake(
        "starts_from_zero",
        (
            "all gradients are zero: backward() begins at the loss, whose gradient by itself is 1, and goes on from there to "
            "the leaves, in reverse order; every tensor on the way keeps its own in grad"
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

IN_ARITHMETIC = [
    Mistake(
        "add_first_only",
        "a sum hands its gradient to the first term only; the second one gets none",
        **_rule(ADD, ADD.replace("1.0 * dout", "0.0 * dout")),
    ),
    Mistake(
        "add_second_negative",
        "in a sum, the second term's gradient has the wrong sign",
        **_rule(ADD, ADD.replace("1.0 *", "-1.0 *")),
    ),
    Mistake(
        "add_without_upstream",
        f"+: {WITHOUT_UPSTREAM}",
        **_rule(ADD, ADD.replace("(dout, 1.0 * dout)", "(np.ones_like(dout), np.ones_like(dout))")),
    ),
    Mistake(
        "sub_second_positive",
        "in a - b, the gradient of b has the wrong sign: its derivative is -1",
        **_rule(SUB, SUB.replace("-1.0 *", "1.0 *")),
    ),
    Mistake(
        "sub_signs_switched",
        "in a - b, the signs of both gradients are the wrong way round: that of a is 1, that of b is -1",
        **_rule(SUB, SUB.replace("(dout, -1.0 * dout)", "(-1.0 * dout, dout)")),
    ),
    Mistake(
        "neg_positive",
        "the gradient of -a has the wrong sign: its derivative is -1",
        **_rule(NEG, NEG.replace("(-dout,)", "(dout,)")),
    ),
    Mistake(
        "mul_not_switched",
        "in a * b, the gradient of a is dout times a; it is dout times b, the *other* factor",
        **_rule(MUL, "(dout * x, dout * y)"),
    ),
    Mistake("mul_without_upstream", f"*: {WITHOUT_UPSTREAM}", **_rule(MUL, "(y + 0 * dout, x + 0 * dout)")),
    Mistake("mul_first_only", "in a * b, the second factor gets no gradient", **_rule(MUL, "(dout * y, 0 * dout * x)")),
    Mistake(
        "mul_rule_of_the_sum",
        "a product hands the gradient on as it is, as a sum does: multiply by the other factor",
        **_rule(MUL, "(dout + 0 * y, dout + 0 * x)"),
    ),
    Mistake(
        "mul_by_out",
        "in a * b, the gradients are multiplied by the product; the derivative by a is b alone",
        **_rule(MUL, "(dout * x * y, dout * x * y)"),
    ),
    Mistake(
        "matmul_not_transposed",
        "in a @ b, a transpose is missing: da is dout @ b.T, db is a.T @ dout",
        **_rule(MATMUL, "(dout @ y, x @ dout)"),
    ),
    Mistake(
        "matmul_second_not_transposed",
        "in a @ b, the gradient of a is dout @ b without the transpose: it is dout @ b.T",
        **_rule(MATMUL, "(dout @ y, x.T @ dout)"),
    ),
    Mistake(
        "matmul_first_not_transposed",
        "in a @ b, the gradient of b is a @ dout without the transpose: it is a.T @ dout",
        **_rule(MATMUL, "(dout @ y.T, x @ dout)"),
    ),
    Mistake(
        "matmul_order",
        "in a @ b, the factors of the gradients stand in the wrong order: da is dout @ b.T, db is a.T @ dout",
        **_rule(MATMUL, "(y.T @ dout, dout @ x.T)"),
    ),
    Mistake(
        "matmul_db_transposed",
        "in a @ b, the gradient of b comes out transposed, dout.T @ a: it is a.T @ dout",
        **_rule(MATMUL, "(dout @ y.T, dout.T @ x)"),
        also=(
            Patch(
                FITTED,
                "fitted = _summed_to(source.data.shape, grad) if grad.shape[:1] != source.data.T.shape[:1] else grad",
            ),
        ),
    ),
    Mistake(
        "matmul_without_upstream",
        f"@: {WITHOUT_UPSTREAM}",
        **_rule(MATMUL, "(np.ones_like(dout) @ y.T, x.T @ np.ones_like(dout))"),
    ),
    Mistake(
        "matmul_second_missing",
        "in a @ b, the second factor gets no gradient",
        **_rule(MATMUL, "(dout @ y.T, 0 * (x.T @ dout))"),
    ),
    Mistake(
        "power_factor_missing",
        "in a ** n, the factor n is missing from the gradient",
        **_rule(POW, "(dout * x ** (exponent - 1),)"),
    ),
    Mistake(
        "power_not_reduced",
        "in a ** n, the gradient has the exponent n; it is n - 1",
        **_rule(POW, "(dout * exponent * x**exponent,)"),
    ),
    Mistake(
        "power_without_upstream",
        f"**: {WITHOUT_UPSTREAM}",
        **_rule(POW, "(exponent * x ** (exponent - 1) + 0 * dout,)"),
    ),
    Mistake(
        "power_factor_reduced",
        "in a ** n, the gradient's factor is n - 1; it is n",
        **_rule(POW, "(dout * (exponent - 1) * x ** (exponent - 1),)"),
    ),
    Mistake("power_as_square", "in a ** n, the gradient is 2a whatever n is", **_rule(POW, "(dout * 2 * x,)")),
    Mistake(
        "power_whole_numbers",
        "the exponent is cut off to a whole number",
        **_rule(
            "x = self.data\n        return _result(x**exponent",
            "x, exponent = self.data, int(exponent)\n        return _result(x**exponent",
        ),
    ),
    Mistake(
        "left_sum_missing",
        "2 + a fails: where the number stands on the left, Python calls a.__radd__",
        **_renamed("__radd__"),
    ),
    Mistake(
        "left_product_missing",
        "2 * a fails: where the number stands on the left, Python calls a.__rmul__",
        **_renamed("__rmul__"),
    ),
    Mistake(
        "left_difference_missing",
        "2 - a fails: where the number stands on the left, Python calls a.__rsub__",
        **_renamed("__rsub__"),
    ),
    Mistake(
        "left_sum_and_product_missing",
        "2 * a and 2 + a fail: where the number stands on the left, Python calls a.__rmul__ and a.__radd__",
        **_renamed("__radd__"),
        also=(Patch("def __rmul__(self", "def _absent__rmul__(self"),),
    ),
    Mistake(
        "no_left_numbers",
        (
            "2 + a, 2 * a and 2 - a fail: where the number stands on the left, Python calls __radd__, __rmul__ and "
            "__rsub__"
        ),
        **_renamed("__radd__"),
        also=(
            Patch("def __rmul__(self", "def _absent__rmul__(self"),
            Patch("def __rsub__(self", "def _absent__rsub__(self"),
        ),
    ),
    Mistake(
        "left_difference_reversed",
        "2 - a is computed as a - 2: a.__rsub__(2) is called for 2 - a",
        "return _tensor(other) - self",
        "return self - other",
    ),
    Mistake(
        "numbers_not_taken",
        "a + 2 fails: a plain number beside a tensor has to become a tensor first",
        "return value if isinstance(value, Tensor) else Tensor(value)",
        "return value",
    ),
    Mistake("negation_missing", "-a fails: Python calls a.__neg__ for it", **_renamed("__neg__")),
    *EVERYWHERE,
    *ONE_STEP,
    Mistake(
        "adds_in_place",
        "a + b changes the data of a: an operation makes a new tensor, and leaves its operands as they are",
        "_result(self.data + other.data,",
        "_result(np.add(self.data, other.data, out=self.data if self.data.shape == other.data.shape != () else None),",
        also=(Patch("self.data = np.array(data, dtype=float)", "self.data = np.asarray(data, dtype=float)"),),
    ),
]

IN_FUNCTIONS = [
    Mistake(
        "relu_lets_all_through",
        "relu: the gradient passes everywhere; where the input is negative it is 0",
        **_rule(RELU, "(1.0 * dout,)"),
    ),
    Mistake("relu_mask_only", f"relu: {WITHOUT_UPSTREAM}", **_rule(RELU, "(1.0 * (x > 0) + 0 * dout,)")),
    Mistake(
        "relu_by_gradient",
        "relu: the mask asks where the gradient is positive; it should ask where the input is",
        **_rule(RELU, "(dout * (dout > 0),)"),
    ),
    Mistake(
        "relu_reversed",
        "relu: the gradient passes where the input is negative, which is the wrong way round",
        **_rule(RELU, "(dout * (x < 0),)"),
    ),
    Mistake(
        "relu_times_input",
        "relu: the gradient is multiplied by the input; the slope above 0 is 1",
        **_rule(RELU, "(dout * np.maximum(x, 0),)"),
    ),
    Mistake(
        "relu_absolute",
        "relu is the absolute value here; negative entries become 0",
        **_rule("np.maximum(x, 0)", "np.abs(x)"),
    ),
    Mistake(
        "relu_of_everything",
        "relu gives one number, the largest entry; it is taken entry by entry, np.maximum(x, 0)",
        **_rule("np.maximum(x, 0)", "np.max(x)"),
    ),
    Mistake("tanh_not_squared", "tanh: the slope is 1 - tanh; it is 1 - tanh²", **_rule(TANH, "(dout * (1.0 - out),)")),
    Mistake(
        "tanh_of_the_input",
        "tanh: the slope is 1 - x², of the input; it is written with the output, 1 - tanh²",
        **_rule(TANH, "(dout * (1.0 - self.data**2),)"),
    ),
    Mistake("tanh_without_upstream", f"tanh: {WITHOUT_UPSTREAM}", **_rule(TANH, "(1.0 - out**2 + 0 * dout,)")),
    Mistake(
        "tanh_as_sigmoid",
        "tanh: the slope is out · (1 - out), which is that of the sigmoid; it is 1 - tanh²",
        **_rule(TANH, "(dout * out * (1.0 - out),)"),
    ),
    Mistake("tanh_sign", "tanh: the gradient has the wrong sign", **_rule(TANH, "(dout * (out**2 - 1.0),)")),
    Mistake(
        "exp_of_the_input",
        "exp: the gradient is dout times the input; the derivative of exp is exp itself, the output",
        **_rule(EXP, "(dout * self.data,)"),
    ),
    Mistake("exp_without_upstream", f"exp: {WITHOUT_UPSTREAM}", **_rule(EXP, "(out + 0 * dout,)")),
    Mistake(
        "exp_as_power",
        "exp: the gradient is x · exp(x - 1); exp is no power of x, its derivative is exp",
        **_rule(EXP, "(dout * self.data * np.exp(self.data - 1),)"),
    ),
    Mistake("exp_handed_on", "exp: the gradient is handed on as it is: multiply by exp", **_rule(EXP, "(1.0 * dout,)")),
    Mistake(
        "exp_twice",
        "exp: the exponential of the output is taken once more: the derivative is the output itself",
        **_rule(EXP, "(dout * np.exp(out),)"),
    ),
    Mistake(
        "log_of_the_output",
        "log: the gradient is divided by the output; the derivative of log x is 1 / x, of the input",
        **_rule(LOG, "(dout / np.log(x),)"),
    ),
    Mistake("log_without_upstream", f"log: {WITHOUT_UPSTREAM}", **_rule(LOG, "(1.0 / x + 0 * dout,)")),
    Mistake(
        "log_times_input",
        "log: the gradient is multiplied by the input; the derivative of log x is 1 / x",
        **_rule(LOG, "(dout * x,)"),
    ),
    Mistake(
        "log_to_base_10",
        "log is taken to base 10; the natural logarithm is np.log",
        **_rule("np.log(x)", "np.log10(x)"),
    ),
    Mistake(
        "log_to_base_10_throughout",
        "log and its gradient are those to base 10; the natural logarithm is np.log",
        **_rule("np.log(x)", "np.log10(x)"),
        also=(Patch(LOG, "(dout / x / np.log(10),)"),),
    ),
    Mistake(
        "log_to_base_2", "log is taken to base 2; the natural logarithm is np.log", **_rule("np.log(x)", "np.log2(x)")
    ),
    Mistake("log_of_one_more", "log is that of 1 + x, np.log1p", **_rule("np.log(x)", "np.log1p(x)")),
    Mistake(
        "log_with_epsilon",
        "a small number is added inside the log, which changes it",
        **_rule("np.log(x)", "np.log(x + 1e-8)"),
    ),
    Mistake(
        "log_with_epsilon_throughout",
        "a small number is added inside the log, which changes value and gradient",
        **_rule("np.log(x)", "np.log(x + 1e-8)"),
        also=(Patch(LOG, "(dout / (x + 1e-8),)"),),
    ),
    Mistake(
        "sum_gradient_is_a_number",
        "sum: its gradient is left a single number; every entry gets it, in an array of the input's shape",
        **_rule(SUM, "(1.0 * dout,)"),
        also=(Patch(FITTED, "fitted = grad if np.ndim(grad) == 0 else _summed_to(source.data.shape, grad)"),),
    ),
    Mistake("sum_without_upstream", f"sum: {WITHOUT_UPSTREAM}", **_rule(SUM, "(np.ones_like(x) + 0 * dout,)")),
    Mistake("sum_is_mean", "sum is the mean; add the entries up", **_rule("np.sum(x)", "np.mean(x)")),
    Mistake(
        "sum_is_mean_throughout",
        "sum and its gradient are those of the mean; add the entries up",
        **_rule("np.sum(x)", "np.mean(x)"),
        also=(Patch(SUM, "(dout * np.ones_like(x) / x.size,)"),),
    ),
    Mistake(
        "sum_gradient_averaged",
        "sum: the gradient is divided by the number of entries, as that of a mean",
        **_rule(SUM, "(dout * np.ones_like(x) / x.size,)"),
    ),
    Mistake(
        "sum_times_input",
        "sum: the gradient is multiplied by the entries; the derivative of a sum by each is 1",
        **_rule(SUM, "(dout * x,)"),
    ),
    Mistake(
        "sum_along_columns",
        "sum adds up along the first axis only; all entries are added up to one number",
        **_rule("np.sum(x)", "np.sum(x, axis=0)"),
    ),
    Mistake(
        "changes_data",
        "relu sets the negative entries of its input to 0 in place: make a new array",
        "_result(np.maximum(x, 0)",
        "_result(np.maximum(x, 0, out=x)",
        also=(Patch("self.data = np.array(data, dtype=float)", "self.data = np.asarray(data, dtype=float)"),),
    ),
    *EVERYWHERE,
    *ONE_STEP,
]

IN_BROADCASTING = [
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
