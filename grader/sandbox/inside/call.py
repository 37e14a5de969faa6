"""One call of a probe: fresh inputs, seeded generators, and what came back as exact arrays.

The same call is made of a student's code behind a wall and of our own outside it.
"""

from __future__ import annotations

import functools
import gc
import random
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from .returned import MalformedError, exact_array, exact_arrays

# Kept from before submitted code could replace them.
_seed_numpy, _draw_numpy = np.random.seed, np.random.random_sample
_seed_python, _draw_python = random.seed, random.getrandbits
_ndarray, _copy, _multiply, _sum = np.ndarray, np.array, np.multiply, np.sum
_empty, _float, _float64 = np.empty, float, np.float64
_errstate, _catch_warnings, _simplefilter = np.errstate, warnings.catch_warnings, warnings.simplefilter

Tree = Any
Answer = dict[str, Any]


class Call:
    """Made ready, performed any number of times (made ready anew before each), then answered."""

    def __init__(  # noqa: PLR0913 - what a run is made of
        self,
        probe: Callable[..., Any],
        student: Any,
        inputs: Mapping[str, Tree],
        sweep: Mapping[str, Tree] | None,
        *,
        seed: int,
        answer_bytes: int,
    ) -> None:
        self._probe, self._student, self._inputs, self._sweep = probe, student, inputs, sweep
        self._seed, self._answer_bytes = seed, answer_bytes
        self._returned: Any = None
        self._touched = False
        self.refill()

    def refill(self) -> None:
        """Fresh copies of the inputs for the next call."""
        self._ready = fresh(self._inputs)

    def perform(self) -> None:
        """The call alone. Raises whatever the called code raises."""
        if self._sweep is not None:
            self._returned = self._swept(self._sweep)
            return
        first = _first_draws(self._seed)
        _seed(self._seed)
        self._returned = _quietly(self._probe, self._student, self._ready)
        self._touched = _draws() != first

    def answer(self) -> Answer:
        """What the last call gave. Raises MalformedError if it is not a dict of arrays."""
        arrays = exact_arrays(self._returned, self._answer_bytes)
        changed = [name for name, value in self._inputs.items() if not _same(value, self._ready[name])]
        return ran("ok", arrays=arrays, changed=changed, touched_random_state=self._touched)

    def _swept(self, sweep: Mapping[str, Tree]) -> dict[str, np.ndarray]:
        """One output followed along straight lines: (K, S, 2) for direction, step, sign.

        Every evaluation finds the generators seeded alike. Seeding takes longer than a small function does, so it is
        left out as long as nothing is drawn; who draws at all, as a network for its first weights, does so at once.
        """
        return {"sweep": self._walked(sweep, seeded=False)}

    def _walked(self, sweep: Mapping[str, Tree], *, seeded: bool) -> np.ndarray:
        base, others = self._inputs[sweep["wrt"]], {**self._inputs, sweep["wrt"]: None}
        directions, steps = sweep["directions"], sweep["steps"]
        values = _empty((len(directions), len(steps), 2))
        first = _first_draws(self._seed)
        _seed(self._seed)
        with _catch_warnings():
            _simplefilter("default")
            for k, direction in enumerate(directions):
                for s, step in enumerate(steps):
                    for sign, side in ((1, 0), (-1, 1)):
                        if seeded:
                            _seed(self._seed)
                        inputs = fresh(others)
                        inputs[sweep["wrt"]] = (base + (sign * step) * direction).astype(base.dtype, copy=False)
                        with _errstate(all="warn", under="ignore"):
                            returned = self._probe(self._student, **inputs)
                        values[k, s, side] = self._followed(returned, sweep["output"], sweep["weights"])
                        if k == s == side == 0 and not seeded:
                            seeded = _draws() != first
                            _seed(self._seed)
        return values if seeded or _draws() == first else self._walked(sweep, seeded=True)

    def _followed(self, returned: Any, name: str, weights: np.ndarray | None) -> float:
        """The followed output at one point, contracted to a number."""
        if type(returned) is not dict or name not in returned:
            raise MalformedError(f"the probe returned no {name}")
        kind = type(returned[name])
        if kind is _float or kind is _float64:  # by far the most frequent
            return _float(returned[name])
        value = exact_array(name, returned[name], self._answer_bytes)
        if weights is not None and value.shape == weights.shape:
            value = _sum(_multiply(value, weights))
        if value.size != 1 or value.dtype.kind == "c":
            wanted = "a single real number" if weights is None else f"an array of shape {weights.shape}"
            raise MalformedError(f"{name} has shape {value.shape}, not {wanted}")
        return float(value.reshape(())[()])


def attempt(step: Callable[[], Any], raised: Callable[[BaseException], Answer]) -> Answer | None:
    """None if the step went well, else how it ended; nothing that it raises gets further than here."""
    try:
        step()
    except MalformedError as why:
        return ran("malformed", message=str(why))
    except MemoryError:
        gc.collect()
        return ran("memory")
    except BaseException as error:  # noqa: BLE001 - SystemExit, KeyboardInterrupt and their like are only raised
        return raised(error)
    return None


def ran(status: str, **known: Any) -> Answer:
    """The answer to a run that ended with this status."""
    blank = {"arrays": {}, "message": "", "where": "", "changed": [], "touched_random_state": False}
    return {"op": "ran", "status": status, **blank, "printed": "", **known}


def _quietly(probe: Callable[..., Any], student: Any, inputs: dict[str, Tree]) -> Any:
    """The probe's result; numpy warns as it does by default, whatever the submission has set."""
    with _catch_warnings(), _errstate(all="warn", under="ignore"):
        _simplefilter("default")
        return probe(student, **inputs)


def _seed(seed: int) -> None:
    _seed_numpy(seed % 2**32)
    _seed_python(seed)


def _draws() -> tuple[float, int]:
    """The next number of each generator: other numbers than these have been drawn if it is not the expected one."""
    return _draw_numpy(), _draw_python(64)


@functools.lru_cache(maxsize=64)
def _first_draws(seed: int) -> tuple[float, int]:
    """What the generators give first after this seed. Copying their states to compare them takes longer than a call."""
    _seed(seed)
    return _draws()


def fresh(tree: Tree) -> Tree:
    """A copy in which every container and array is new."""
    kind = type(tree)
    if kind is _ndarray:
        return _copy(tree)
    if kind is float or kind is int:
        return tree
    if kind is dict:
        return {key: fresh(value) for key, value in tree.items()}
    if kind in (list, tuple):
        return kind(fresh(value) for value in tree)
    return tree


def _same(before: Any, after: Any) -> bool:
    """Equal in type, shape and bytes; `==` of strange objects is never asked."""
    kind = type(before)
    if kind is not type(after):
        return False
    if kind is _ndarray:
        alike = before.dtype == after.dtype and before.shape == after.shape
        return bool(alike and before.tobytes() == after.tobytes())
    if kind is dict:
        return list(before) == list(after) and all(_same(before[key], after[key]) for key in before)
    if kind in (list, tuple):
        return len(before) == len(after) and all(map(_same, before, after))
    return before is after or repr(before) == repr(after)  # NaN is the same as NaN here
