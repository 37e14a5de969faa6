"""How each update rule is called: one function per exercise, named like it.

A rule is not called once but walked: every step is given the weights and the config that the step before returned.
A probe calls what was handed in and returns what came back, as named arrays and numbers. It never judges.
"""

import numpy as np


def sgd(student, **inputs):
    return walk(student.sgd, **inputs)


def sgd_momentum(student, **inputs):
    return walk(student.sgd_momentum, **inputs)


def nesterov(student, **inputs):
    return walk(student.nesterov, **inputs)


def adagrad(student, **inputs):
    return walk(student.adagrad, **inputs)


def rmsprop(student, **inputs):
    return walk(student.rmsprop, **inputs)


def adam(student, **inputs):
    return walk(student.adam, **inputs)


def walk(rule, w, gradients, config, learning_rates, landscape, curvatures, num_steps, in_turn=False, descend=False):
    """The weights after every step, with these gradients one after the other.

    learning_rates: if given, the learning rate is set anew in the config before each step, as a schedule does it.
    in_turn: a second parameter, with a config of its own, is updated in turn with the first. Where no config is
    given, both are started by a call that leaves it out.
    descend: num_steps are made with the gradients of a landscape instead, and its losses are returned.
    """
    if descend:
        return {"loss": losses_on_the_way(Parameter(rule, w, config), landscape, curvatures, num_steps)}
    parameter, beside = Parameter(rule, w, config, silent=in_turn), Parameter(rule, -2 * w, config, silent=True)
    path = []
    for step, dw in enumerate(gradients):
        if learning_rates is not None:
            parameter.config["learning_rate"] = float(learning_rates[step])
        path.append(parameter.move(dw))
        if in_turn:
            beside.move(-3 * dw)
    return {"next_w": np.array(path)}


class Parameter:
    """Weights and the config that belongs to them, as a solver keeps them for every parameter of a network.

    Silent: where there is no config, the first call leaves it out; otherwise it says config=None.
    """

    def __init__(self, rule, w, config, silent=False):
        self.rule, self.w, self.shape = rule, np.array(w), np.shape(w)
        self.config = None if config is None else dict(config)
        self.left_out = silent and config is None
        self.steps = 0

    def move(self, dw):
        """One step; a copy of the weights after it."""
        before = self.config
        given = () if self.left_out else (before,)
        self.left_out = False
        self.steps += 1
        self.w, self.config = self.rule(self.w, dw, *given)
        self.require_weights_and_config(before)
        return np.array(self.w)

    def require_weights_and_config(self, before):
        """Raises what the student should read where no further step can be made with what came back.

        A rule that remembers nothing may hand back the None that it was given in place of a config.
        """
        if isinstance(self.w, dict):
            raise TypeError("the first value returned is a dictionary: return next_w, config in this order")
        if self.w is None:
            raise TypeError("next_w is None: is it worked out, and returned?")
        lost = self.config is None and before is not None
        if lost or isinstance(self.config, (np.ndarray, float, int)):
            raise TypeError("the second value returned is no config: return next_w, config")
        if np.shape(self.w) != self.shape:
            raise ValueError(f"next_w has shape {np.shape(self.w)} after step {self.steps}; w has shape {self.shape}")


def losses_on_the_way(parameter, landscape, curvatures, num_steps):
    """The loss before the first step and after each; infinity from where the weights have run away."""
    losses = np.full(num_steps + 1, np.inf)
    losses[0], dw = LANDSCAPES[landscape](parameter.w, curvatures)
    for step in range(1, num_steps + 1):
        loss, dw = LANDSCAPES[landscape](parameter.move(dw), curvatures)
        if not loss <= 1000 * losses[0]:
            break
        losses[step] = loss
    return losses


def quadratic(w, curvatures):
    """½ Σ c·w²: as steep as its curvatures, which may be far apart."""
    return 0.5 * np.sum(curvatures * w**2), curvatures * w


def rosenbrock(w, curvatures):
    """(1 - x)² + 100·(y - x²)²: a bent, narrow valley that leads to (1, 1)."""
    x, y = w
    loss = (1 - x) ** 2 + 100 * (y - x**2) ** 2
    return loss, np.array([-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)])


LANDSCAPES = {"quadratic": quadratic, "rosenbrock": rosenbrock}
