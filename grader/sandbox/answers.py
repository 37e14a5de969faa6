"""What a worker answered, checked field by field: it is taken for hostile.

Unknown fields are ignored. Known ones that are not what they may be raise ValueError or TypeError, or are left out
where the rest still makes sense.
"""

from __future__ import annotations

import contextlib
from typing import Any

import numpy as np

from grader.model import Definition, Observation, SourceFacts, Status, Survey, Sweep
from grader.trace import read

TELLING = 2000
"""Characters that are kept of a message."""
OUTPUTS = 64
"""Outputs that one run may have."""
_ONLY_THE_HOST_KNOWS = (Status.INFRASTRUCTURE, Status.TIMEOUT, Status.CRASHED)


def observation(answer: dict[str, Any], seconds: float, printed_bytes: int) -> Observation:
    """The answer to a run; ValueError or TypeError if it is none."""
    status = Status(_text(answer.get("status")))
    if status in _ONLY_THE_HOST_KNOWS:
        raise ValueError
    return Observation(
        status,
        arrays=_arrays(answer.get("arrays")),
        message=clean(answer.get("message")),
        where=clean(answer.get("where")),
        seconds=seconds,
        changed=_names(answer.get("changed")),
        touched_random_state=answer.get("touched_random_state") is True,
        printed=_printed(answer.get("printed"), printed_bytes),
        trace=_trace(answer.get("trace")),
    )


def swept(seen: Observation, sweep: Sweep | None) -> Observation:
    """The observation of a sweep; ValueError if what came back is not the one array that it must be."""
    if sweep is not None and seen.status is Status.OK:
        values = seen.arrays.get("sweep")
        shape = (len(sweep.directions), len(sweep.steps), 2)
        if values is None or values.shape != shape or values.dtype != np.float64:
            raise ValueError
    return seen


def clean(text: Any) -> str:
    """One line of bounded length without control characters or halves of characters; empty for anything else."""
    if type(text) is not str:
        return ""
    text = text[:TELLING]
    return text if text.isprintable() else "".join(char if char.isprintable() else " " for char in text)


def _printed(text: Any, limit: int) -> str:
    if type(text) is not str:
        return ""
    text = text[:limit]
    return "".join(char if char.isprintable() or char in "\n\t" else " " for char in text)


def _names(names: Any) -> tuple[str, ...]:
    if not isinstance(names, list) or not all(type(name) is str for name in names):
        raise ValueError
    return tuple(clean(name) for name in names[:OUTPUTS])


def _arrays(arrays: Any) -> dict[str, np.ndarray]:
    if not isinstance(arrays, dict) or len(arrays) > OUTPUTS:
        raise ValueError
    if not all(type(array) is np.ndarray and name.isidentifier() for name, array in arrays.items()):
        raise ValueError
    return arrays


def _trace(told: Any) -> dict[str, Any] | None:
    """What can be read as one; anything else is none, and costs nothing."""
    try:
        read(told)
    except (AttributeError, LookupError, TypeError, ValueError):
        return None
    return {"arrays": told["arrays"], "calls": told["calls"]}


def survey(answer: dict[str, Any], files: set[str]) -> Survey:
    """The survey as nouns, its malformed entries left out: they can only come from a worker taken over."""
    definitions, facts = [], {}
    for entry in _dicts(answer.get("definitions")):
        with contextlib.suppress(KeyError, TypeError, ValueError):
            definition = _definition(entry)
            if definition.file in files:
                definitions.append(definition)
    for entry in _dicts(answer.get("facts")):
        with contextlib.suppress(KeyError, TypeError, ValueError):
            facts[_text(entry["file"]), _text(entry["name"])] = _facts(entry)
    problems = answer.get("problems")
    problems = problems if isinstance(problems, dict) else {}
    told = {file: clean(problem) for file, problem in problems.items() if file in files}
    return Survey(tuple(definitions), facts, told)


def _dicts(entries: Any) -> list[dict[str, Any]]:
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError
    return value


def _line(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 1 << 31:
        raise TypeError
    return value


def _definition(entry: dict[str, Any]) -> Definition:
    cell = entry.get("cell")
    return Definition(
        name=clean(_text(entry["name"])),
        file=_text(entry["file"]),
        line=_line(entry["line"]),
        cell=None if cell is None else _line(cell),
        kind=clean(_text(entry.get("kind", "function"))),
    )


def _facts(entry: dict[str, Any]) -> SourceFacts:
    return SourceFacts(
        calls=tuple((clean(_text(name)), _line(line)) for name, line in entry.get("calls", ())),
        imports=tuple((clean(_text(name)), _line(line)) for name, line in entry.get("imports", ())),
        loops=tuple(_line(line) for line in entry.get("loops", ())),
        names=tuple(clean(_text(name)) for name in entry.get("names", ())),
    )
