"""The best test of a network: fifty examples, which plain gradient descent by its own gradients learns by heart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grader.authoring import BASE, Overfits, Run, Seen, Status, ended

from . import inputs

FIFTY = "fifty examples"


@dataclass(frozen=True)
class LearnsByHeart(Overfits):
    """The accuracy on fifty random examples reaches 100 % after so many steps down the network's own gradients.

    A run of its own, from weights of He's size, which a right network brings to 100 % with steps to spare.
    """

    sizes: tuple[int, ...] = ()
    """D, the hidden layers' sizes, C."""
    steps: int = 150
    learning_rate: float = 0.5

    def needs(self, case):
        """The training run: the same for everybody."""
        return (Run(FIFTY, self._inputs(case.seed), seed=case.seed),)

    def judge(self, case, seen, expected):
        """The accuracy of the training run."""
        if seen[FIFTY].status is not Status.OK:
            return ended(self, case, seen[FIFTY], "when trained on fifty examples")
        return super().judge(case, Seen({BASE: seen[FIFTY]}), expected)

    def _inputs(self, seed):
        rng = np.random.default_rng([seed, 50])
        made = inputs.network(rng, self.sizes, N=50, clearance=0.0)
        parameters = {
            name: value * np.sqrt(2 / len(value)) / 0.5 if name.startswith("W") else np.zeros_like(value)
            for name, value in made.items()
            if name != "X"
        }
        return {
            "X": made["X"],
            "y": inputs.labels(rng, 50, self.sizes[-1]),
            **parameters,
            "reg": 0.0,
            "steps": self.steps,
            "learning_rate": self.learning_rate,
        }
