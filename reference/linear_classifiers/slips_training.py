"""How training and predicting go wrong: what is said, and what is changed in the solution of training.py for it."""

from __future__ import annotations

from grader.authoring import Mistake, Patch

SAYS = {
    "uphill": "the step goes up the gradient: subtract it, the loss falls against its gradient",
    "no_update": "the weights never change: each step has to store what it works out in self.W",
    "no_learning_rate": "the step is the whole gradient: learning_rate is not used",
    "default_learning_rate": "the step has the length 1e-3 whatever learning_rate is given",
    "replaces_weights": "the weights are replaced by the step instead of being moved by it",
    "divides_by_batch": "the gradient is divided by the batch size once more; the loss has averaged it already",
    "penalty_twice": "the step adds 2·reg·W to the gradient; the loss's gradient contains the penalty already",
    "penalty_once_more": "the step adds reg·W to the gradient; the loss's gradient contains the penalty already",
    "last_step_missing": "one step too few is made",
    "returns_early": "train returns inside the loop, after the first step",
    "last_loss_only": "only the last loss is returned; the history has one per step",
    "first_loss_missing": "the loss of the first step is missing from the history",
    "summed_losses": "each loss in the history is added to those before it; it should hold the loss of each step",
    "mean_losses": "the history holds running means; it should hold the loss of each step",
    "epochs": "num_iters is taken as a number of epochs; it is the number of steps, each with one batch",
    "returns_nothing": "nothing is returned: the caller wants the losses of all steps",
    "reg_not_passed_on": "reg is not passed on to self.loss: every step is told 0",
    "default_reg": "self.loss is told the default reg, 1e-5, whatever train was given",
    "forgets_every_step": (
        "the weights are drawn anew in every step, which throws away what the steps before have learned"
    ),
    "whole_set": "every step sees the whole data set; it should see batch_size examples drawn from it",
    "first_examples": "every step sees the first batch_size examples: draw them at random",
    "shuffled_first_examples": "only the first batch_size examples are ever drawn: draw from all of them",
    "in_order": "the examples come in their given order, batch after batch: draw them at random",
    "one_batch": "one batch is drawn before the loop and used in every step: draw inside the loop",
    "labels_apart": "labels are drawn apart from the examples: take X and y at the same indices",
    "first_labels": "every batch gets the first labels: take X and y at the same indices",
    "last_example_never": "the last example is never drawn: the upper end of a random integer is exclusive",
    "batch_of_one": "every step sees a single example; batch_size says how many",
    "default_batch_size": "every batch has 200 examples whatever batch_size is given",
    "changes_data": "the caller's X and y are shuffled in place; shuffle indices instead",
    "learning_rate_default": "learning_rate has another default than the one that was handed out, 1e-3",
    "reg_default": "reg has another default than the one that was handed out, 1e-5",
    "num_iters_default": "num_iters has another default than the one that was handed out, 100",
    "batch_size_default": "batch_size has another default than the one that was handed out, 200",
    "smallest_score": "the class with the smallest score is returned (argmin, or argsort's first), not the largest",
    "over_examples": (
        "the largest score is looked for among the examples (axis 0), not among the classes of each example (axis 1)"
    ),
    "one_label": "one label is returned for the whole batch: without an axis, argmax looks at all scores together",
    "scores": "the scores are returned, not the labels",
    "largest_scores": "the largest score itself is returned, not the class that has it",
    "one_too_high": "labels are counted from 1; the first class is 0",
    "first_class_left_out": "the first class is left out of the comparison",
    "last_class_left_out": "the last class is left out of the comparison",
    "absolute_scores": "the scores are compared by size without their sign: a very negative score is a very bad one",
    "starts_at_zero": (
        "the search for the largest score starts at 0, so that it finds none where all scores are negative"
    ),
    "column": "the labels come as a column, of shape (N, 1); they should have the shape (N,)",
    "zeros": "every label is zero: the array of labels is returned before it is filled, as in a starter",
    "one_hot": "a one-hot row is returned for each example; the label itself is wanted",
}


def known(name, find, replace, *also):
    """The mistake of this name: what it changes in the solution."""
    return Mistake(name, SAYS[name], find, replace, also=also)


IN_TRAINING = [
    known("uphill", "self.W - learning_rate * dW", "self.W + learning_rate * dW"),
    known("no_update", "            self.W = self.W - learning_rate * dW\n", ""),
    known("no_learning_rate", "self.W - learning_rate * dW", "self.W - dW"),
    known("default_learning_rate", "self.W - learning_rate * dW", "self.W - 1e-3 * dW"),
    known("replaces_weights", "self.W = self.W - learning_rate * dW", "self.W = -learning_rate * dW"),
    known("divides_by_batch", "self.W - learning_rate * dW", "self.W - learning_rate * dW / batch_size"),
    known("penalty_once_more", "self.W - learning_rate * dW", "self.W - learning_rate * (dW + reg * self.W)"),
    known("penalty_twice", "self.W - learning_rate * dW", "self.W - learning_rate * (dW + 2 * reg * self.W)"),
    known("last_step_missing", "for iteration in range(num_iters):", "for iteration in range(num_iters - 1):"),
    known("returns_early", "        return loss_history", "            return loss_history"),
    known("last_loss_only", "        return loss_history", "        return loss_history[-1:]"),
    Mistake(
        "last_loss_itself",
        "one number is returned, the last loss; return the losses of all steps",
        "        return loss_history",
        "        return loss_history[-1]",
    ),
    Mistake(
        "history_when_verbose",
        "the losses are kept only where they are printed: keep one in every step, whatever `verbose` says",
        "            loss_history.append(loss)\n",
        "",
    ),
    Mistake(
        "every_tenth_loss",
        "only every tenth loss is kept: keep one in every step",
        "            loss_history.append(loss)\n",
        "            if iteration % 10 == 0:\n                loss_history.append(loss)\n",
    ),
    Mistake(
        "every_hundredth_loss",
        "only every hundredth loss is kept: keep one in every step",
        "            loss_history.append(loss)\n",
        "            if iteration % 100 == 0:\n                loss_history.append(loss)\n",
    ),
    Mistake(
        "losses_divided",
        "the losses that are kept are divided by the batch size; self.loss has averaged them already",
        "loss_history.append(loss)",
        "loss_history.append(loss / batch_size)",
    ),
    Mistake(
        "one_step_at_the_end",
        "self.W is moved behind the loop, once: move it in every step",
        "            self.W = self.W - learning_rate * dW\n",
        "            self.W = self.W - learning_rate * dW * (iteration == num_iters - 1)\n",
    ),
    known("first_loss_missing", "        return loss_history", "        return loss_history[1:]"),
    known(
        "mean_losses",
        "        return loss_history",
        "        return [np.mean(loss_history[: t + 1]) for t in range(num_iters)]",
    ),
    known("summed_losses", "        return loss_history", "        return np.cumsum(loss_history)"),
    known("returns_nothing", "        return loss_history", "        return None"),
    known("reg_not_passed_on", "self.loss(X[rows], y[rows], reg)", "self.loss(X[rows], y[rows], 0.0)"),
    known("default_reg", "self.loss(X[rows], y[rows], reg)", "self.loss(X[rows], y[rows], 1e-5)"),
    known(
        "forgets_every_step",
        "            rows = np.random.choice(num_train, batch_size)\n",
        "            self.W = 0.001 * np.random.randn(dim, num_classes)\n"
        "            rows = np.random.choice(num_train, batch_size)\n",
    ),
    known("epochs", "range(num_iters)", "range(num_iters * (num_train // batch_size))"),
    known("whole_set", "self.loss(X[rows], y[rows], reg)", "self.loss(X, y, reg)"),
    known("first_examples", "np.random.choice(num_train, batch_size)", "np.arange(batch_size)"),
    known(
        "shuffled_first_examples",
        "np.random.choice(num_train, batch_size)",
        "np.random.permutation(batch_size)",
    ),
    known(
        "in_order",
        "np.random.choice(num_train, batch_size)",
        "(iteration * batch_size + np.arange(batch_size)) % num_train",
    ),
    known(
        "one_batch",
        "            rows = np.random.choice(num_train, batch_size)\n",
        "",
        Patch(
            "        loss_history = []\n",
            "        rows = np.random.choice(num_train, batch_size)\n        loss_history = []\n",
        ),
    ),
    known("learning_rate_default", "learning_rate=1e-3", "learning_rate=1e-2"),
    known("reg_default", "reg=1e-5", "reg=0.0"),
    known("num_iters_default", "num_iters=100", "num_iters=1000"),
    known("batch_size_default", "batch_size=200", "batch_size=100"),
    known("labels_apart", "y[rows], reg)", "y[np.random.choice(num_train, batch_size)], reg)"),
    known("first_labels", "y[rows], reg)", "y[:batch_size], reg)"),
    known(
        "last_example_never",
        "np.random.choice(num_train, batch_size)",
        "np.random.randint(0, num_train - 1, batch_size)",
    ),
    known("batch_of_one", "np.random.choice(num_train, batch_size)", "np.random.choice(num_train, 1)"),
    known("default_batch_size", "np.random.choice(num_train, batch_size)", "np.random.choice(num_train, 200)"),
    known(
        "changes_data",
        "            rows = np.random.choice(num_train, batch_size)\n",
        "            order, rows = np.random.permutation(num_train), np.arange(batch_size)\n"
        "            X[...], y[...] = X[order], y[order]\n",
    ),
]

IN_PREDICTING = [
    known("smallest_score", "np.argmax(scores, axis=1)", "np.argmin(scores, axis=1)"),
    known("over_examples", "np.argmax(scores, axis=1)", "np.argmax(scores, axis=0)"),
    known("one_label", "np.argmax(scores, axis=1)", "np.argmax(scores)"),
    known("scores", "np.argmax(scores, axis=1)", "scores"),
    known("largest_scores", "np.argmax(scores, axis=1)", "np.max(scores, axis=1)"),
    known("one_too_high", "np.argmax(scores, axis=1)", "np.argmax(scores, axis=1) + 1"),
    known("first_class_left_out", "np.argmax(scores, axis=1)", "np.argmax(scores[:, 1:], axis=1)"),
    known("last_class_left_out", "np.argmax(scores, axis=1)", "np.argmax(scores[:, :-1], axis=1)"),
    known("absolute_scores", "np.argmax(scores, axis=1)", "np.argmax(np.abs(scores), axis=1)"),
    known("starts_at_zero", "np.argmax(scores, axis=1)", "np.argmax(np.maximum(scores, 0), axis=1)"),
    known("column", "np.argmax(scores, axis=1)", "np.argmax(scores, axis=1)[:, None]"),
    known("zeros", "np.argmax(scores, axis=1)", "np.zeros(len(X))"),
    known("one_hot", "np.argmax(scores, axis=1)", "(scores == scores.max(axis=1, keepdims=True)) * 1"),
]
