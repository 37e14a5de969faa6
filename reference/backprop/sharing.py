"""Are shared values the fault? The same graph is run with a copy of each leaf for every use, so that nothing is shared.

By the chain rule the gradient of a leaf is the sum of the gradients of its copies, whatever the operations are. Where
the copies' sum is right and the leaf's own gradient is not, the operations are innocent, and the way through the graph
is at fault. Where it is the sum of some of the copies only, uses were left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from grader.authoring import Run, Status, failed, passed

APART = "with a copy for every use"
SAID = {
    "operations": "{leaf} is wrong even where nothing is shared: mend the operations first",
    "one": (
        "{leaf} has the gradient of some of {name}'s uses only: what is used several times adds up what comes from "
        "all of them (+=), and replaces nothing (=)"
    ),
    "some": (
        "{leaf} has the gradient of some of {name}'s uses only: either += is missing where a value is used several "
        "times, or it hands on its gradient before all of its uses are done: go through a topological order in reverse"
    ),
    "order": (
        "{leaf} is wrong because values are shared: each hands on its gradient once, when all of its uses are done; go "
        "through a topological order in reverse, in which a set of visited nodes lets each stand once"
    ),
}


@dataclass(frozen=True)
class SharedUses:
    """The gradients of leaves are the sums over their uses."""

    apart: dict[str, str]
    """By case: its loss, written with a copy of a leaf for every use, a1, a2, b1 and so on."""

    @property
    def key(self):
        return "shared_uses"

    @property
    def on(self):
        return tuple(self.apart)

    def needs(self, case):
        program = [f"loss = {self.apart[case.name]}", "loss.backward()"]
        copies = {name: np.array(case.inputs[name[0]]) for name in self._copies(case)}
        return (Run(APART, {"program": program, **copies}, seed=case.seed),)

    def judge(self, case, seen, expected):
        for leaf in ("da", "db"):
            got, wanted = seen.base.arrays.get(leaf), expected.base.arrays[leaf]
            if got is None or not _alike(got, wanted):
                said = SAID[self._fault(case, leaf, seen, wanted)].format(leaf=leaf, name=leaf[1:])
                return failed(self, case, said, said)
        return passed(self, case)

    def _fault(self, case, leaf, seen, wanted):
        names = [f"d{name}" for name in self._copies(case) if name[0] == leaf[1:]]
        run, got = seen[APART], seen.base.arrays.get(leaf)
        parts = [run.arrays.get(name) for name in names] if run.status is Status.OK else []
        if not parts or any(part is None or part.shape != wanted.shape for part in parts):
            return "operations"
        if not _alike(sum(parts), wanted):
            return "operations"
        fewer = (some for count in range(1, len(parts)) for some in combinations(parts, count))
        if not any(_alike(got, sum(some)) for some in fewer):
            return "order"
        loss_and_backward_only = len(case.inputs["program"]) == 2
        return "one" if loss_and_backward_only else "some"

    def _copies(self, case):
        """The names of all copies, as the rewritten loss uses them."""
        text = self.apart[case.name]
        return [f"{leaf}{count}" for leaf in "abc" for count in range(1, 10) if f"{leaf}{count}" in text]


def _alike(one, two):
    return one is not None and one.shape == two.shape and np.allclose(one, two, rtol=1e-9, atol=1e-12)
