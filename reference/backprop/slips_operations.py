"""How the operations of an autodiff class go wrong: what is said, and what is changed in tensor.py for it."""

from __future__ import annotations

from dataclasses import replace

from grader.authoring import Mistake, Patch

from .slips_graphs import EVERYWHERE, ONE_STEP

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
WITHOUT_UPSTREAM = "the local gradient alone is handed on: multiply by the upstream gradient"


def _renamed(method):
    """The method is not there under its name."""
    return {"find": f"def {method}(self", "replace": f"def _absent{method}(self"}


def _rule(text, replacement):
    return {"find": text, "replace": replacement}


IN_ARITHMETIC = [
    Mistake(
        "neg_forgets_its_input",
        "-a is a tensor that does not know what it was made of, so that no gradient gets back through it, nor through "
        "a difference made with it: make it of tensors, not of their data",
        **_rule(NEG, "Tensor(-self.data)"),
        also=(Patch(SUB, SUB.replace("-1.0 * dout", "0.0 * dout")),),
    ),
    Mistake(
        "difference_forgets_its_second",
        "in a - b, no gradient gets to b: is the difference made of b's data in place of b?",
        **_rule(SUB, SUB.replace("-1.0 * dout", "0.0 * dout")),
        also=(Patch("return _tensor(other) - self", "return _tensor(other) + (-self)"),),
    ),
    Mistake(
        "power_by_its_exponent",
        "in a ** n, the gradient is a ** n times log a, the derivative by the exponent; by a it is n * a ** (n - 1)",
        **_rule(POW, "(dout * x**exponent * np.log(x),)"),
    ),
    Mistake(
        "sub_forgets_its_second",
        "in a - b, no gradient gets to b: is the difference made of b's data in place of b?",
        **_rule(SUB, SUB.replace("-1.0 * dout", "0.0 * dout")),
    ),
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
    Mistake(
        "mul_not_switched_in_differences",
        "in a * b, the gradient of a is dout times a, not dout times b; so -a and a - b, made of it, are wrong, too",
        **_rule(MUL, "(dout * x, dout * y)"),
        also=(
            Patch(NEG, NEG.replace("(-dout,)", "(dout * self.data,)")),
            Patch(SUB, SUB.replace("-1.0 * dout", "dout * other.data")),
        ),
    ),
    Mistake(
        "mul_without_upstream_in_differences",
        f"*, and -a and a - b, which are made of it: {WITHOUT_UPSTREAM}",
        **_rule(MUL, "(y + 0 * dout, x + 0 * dout)"),
        also=(
            Patch(NEG, NEG.replace("(-dout,)", "(-1.0 + 0 * dout,)")),
            Patch(SUB, SUB.replace("-1.0 * dout", "-1.0 + 0 * dout")),
        ),
    ),
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
        "matmul_gradients_swapped",
        "in a @ b, a gets the gradient of b, and b that of a: da is dout @ b.T, db is a.T @ dout",
        **_rule(MATMUL, "(x.T @ dout, dout @ y.T)"),
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
    Mistake("tanh_plus", "tanh: the slope is 1 + tanh²; it is 1 - tanh²", **_rule(TANH, "(dout * (1.0 + out**2),)")),
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


def _of(catalogue, *names):
    return [mistake for mistake in catalogue if mistake.id in names]


WEIGHING = [
    *_of(IN_ARITHMETIC, "mul_not_switched", "mul_without_upstream", "mul_first_only"),
    *_of(IN_ARITHMETIC, "mul_not_switched_in_differences", "mul_without_upstream_in_differences"),
    *_of(IN_FUNCTIONS, "sum_is_mean", "sum_is_mean_throughout", "sum_without_upstream", "sum_along_columns"),
]
"""What every loss that is weighed and summed runs into."""
SUMMING = _of(IN_FUNCTIONS, "sum_is_mean", "sum_is_mean_throughout", "sum_gradient_averaged", "sum_along_columns")
IN_ARITHMETIC += [replace(mistake, made_in="tensor_functions") for mistake in SUMMING]
"""Every loss is a sum, so that a wrong one shows in all operations."""
IN_FUNCTIONS += _of(IN_ARITHMETIC, "mul_not_switched", "mul_without_upstream", "mul_first_only", "power_not_reduced")
UNDER_BROADCASTING = [
    *WEIGHING,
    *_of(IN_FUNCTIONS, "exp_of_the_input", "log_of_the_output", "log_to_base_10", "log_to_base_10_throughout"),
]
UNDER_GRAPHS = [
    *WEIGHING,
    *_of(IN_ARITHMETIC, "sub_second_positive", "matmul_second_not_transposed", "matmul_first_not_transposed"),
    *_of(IN_ARITHMETIC, "power_not_reduced", "power_factor_missing", "left_product_missing"),
    *_of(IN_ARITHMETIC, "left_difference_missing", "no_left_numbers", "left_difference_reversed"),
    *_of(IN_FUNCTIONS, "relu_lets_all_through", "relu_by_gradient", "tanh_not_squared", "tanh_of_the_input"),
    *_of(IN_FUNCTIONS, "exp_of_the_input", "log_of_the_output", "log_to_base_10", "log_to_base_10_throughout"),
]
"""The commonest slips in operations, which show in these exercises, too."""
