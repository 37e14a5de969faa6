"""What the update rules are tried on: gradients given in advance, step by step, and two landscapes to descend.

With the gradients given, a wrong step spoils none that follow, so that a wrong memory shows in its own steps. In a
landscape the rule meets the gradients of where it has come to.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from grader.authoring import (
    Apart,
    Case,
    InputsUnchanged,
    RandomStateUntouched,
    Reaches,
    Repeatable,
    Trajectory,
)


@dataclass(frozen=True)
class Settings:
    """The configs that one rule is walked with."""

    by_hand: dict
    """Round numbers."""
    given: dict
    """No value is the default."""
    coarse: dict
    """With an epsilon that is seen, where there is one."""
    quadratic: dict
    rosenbrock: dict
    partial: dict = field(default_factory=lambda: {"learning_rate": 0.03})
    """Some keys only: the others have their defaults."""
    at_zero: dict = field(default_factory=dict)
    """One of the settings is 0; empty where none may be."""


def cases_for(settings, first_hint):
    """The cases of one rule, with its settings. Weights have at least one axis, all axes of different lengths."""
    given = settings.given

    def drawn(name, hint, config, length, *shape, visible=False, **changed):
        """Weights and gradients of this shape."""
        return Case(lambda rng: walk(rng, config, length, *shape, **changed), visible, hint, name=name)

    at_zero = [drawn("at_zero", AT_ZERO, settings.at_zero, 8, 3)] if settings.at_zero else []
    on_quadratic = {"landscape": "quadratic", "curvatures": CURVATURES, "num_steps": 200}
    return [
        Case(lambda _: by_hand(settings.by_hand), visible=True, hint=first_hint, name="by_hand"),
        drawn("defaults", DEFAULTS, None, 30, 4, visible=True, size=0.01),
        drawn("quadratic", QUADRATIC, settings.quadratic, 10, len(CURVATURES), visible=True, **on_quadratic),
        drawn("given_config", GIVEN, given, 25, 3, 4),
        drawn("partial_config", PARTIAL, settings.partial, 8, 2, 5, 3, 4, size=0.1),
        drawn("lowered_rate", LOWERED, given, 20, 6, learning_rates=given["learning_rate"] * 0.8 ** np.arange(20)),
        drawn("uneven_gradients", UNEVEN, settings.coarse, 15, 5, scales=UNEVEN_SCALES),
        drawn("many_steps", MANY, given, 150, 3),
        drawn("one_weight", ONE, given, 12, 1),
        *at_zero,
        drawn("single_precision", SINGLE, given, 20, 4, 3, dtype=np.float32),
        Case(lambda rng: in_the_valley(rng, settings.rosenbrock), hint=ROSENBROCK, name="rosenbrock"),
    ]


DEFAULTS = "config=None: every value is the default that the handout gives"
GIVEN = "a matrix, and a config in which no value is the default: is each of them used, in every step?"
PARTIAL = "a config with some of the keys: the others have their defaults; w has four axes"
LOWERED = "the learning rate in the config is lowered before every step"
UNEVEN = "some gradients are large, some tiny, and one is always 0"
MANY = "a long walk"
AT_ZERO = "the momentum that is given is 0, which is not the same as none: the steps are those of plain descent"
ONE = "a parameter with a single weight"
SINGLE = "weights and gradients in float32"
QUADRATIC = (
    "steps with given gradients; then a descent whose loss is ½ Σ c·w², steep along one weight, flat along another"
)
ROSENBROCK = "steps with given gradients; then a descent whose loss is Rosenbrock's function, a bent and narrow valley"

CURVATURES = np.array([0.5, 3.0, 20.0, 100.0])
UNEVEN_SCALES = np.array([30.0, 0.3, 3e-3, 3e-5, 0.0])
"""From one weight to the next a hundred times smaller; the last gets no gradient at all."""


def walk(rng, config, length, *shape, size=1.0, scales=1.0, dtype=float, **changed):
    """Weights of this size, so that steps are seen beside them, and gradients for every step.

    Gradients are of order 1 (times their scales) and not near 0, where rules that divide by them are ill-conditioned.
    """
    gradients = scales * rng.uniform(0.2, 2.0, (length, *shape)) * rng.choice([-1.0, 1.0], (length, *shape))
    w = size * rng.uniform(0.5, 1.5, shape) * rng.choice([-1.0, 1.0], shape)
    made = {"w": w.astype(dtype), "gradients": gradients.astype(dtype), "config": config}
    return {**made, "learning_rates": None, "landscape": None, "curvatures": None, "num_steps": 0, **changed}


def by_hand(config):
    """Two weights and four steps, to be worked out on paper."""
    gradients = np.array([[2.0, -0.5], [1.0, -0.5], [-2.0, 1.0], [0.0, 2.0]])
    return {**walk(np.random.default_rng(0), config, 4, 2), "w": np.array([1.0, -2.0]), "gradients": gradients}


def in_the_valley(rng, config):
    """A start above Rosenbrock's valley, on the side away from its lowest point."""
    return {
        **walk(rng, config, 10, 2, landscape="rosenbrock", num_steps=1000),
        "w": np.array([-1.2, 1.0]) + rng.uniform(-0.1, 0.1, 2),
    }


OPTIM = ["**/cs231n/optim.py", "**/optim.py"]
"""Where the course keeps its rules."""
STATELESS = [
    Trajectory("next_w", start="w", along=("gradients", "learning_rates")),
    Reaches("loss", within=2.0, switch="descend", on=("quadratic", "rosenbrock")),
    InputsUnchanged(on=("by_hand", "given_config")),
    Repeatable(on=("by_hand", "given_config")),
    RandomStateUntouched(on=("by_hand",)),
]
WITH_MEMORY = [*STATELESS[:2], Apart("next_w", on=("defaults",)), *STATELESS[2:]]
