"""Which name is each mistake told by? Every mistake is handed in, and diagnosed.

A mistake should get its own name, or that of another which gives the same numbers on every case; right answers should
get none. Other exercises of the same file are looked at too: where their numbers stay right they can be told nothing,
for a diagnosis looks at numbers alone. For the same reason checks that measure slopes or times are left out here: they
are most of the work, and give nothing a name. The table goes into the documentation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from grader.assignment import Assignment
from grader.bench import Bench, concerns
from grader.model import Check, Exercise, Mistake
from grader.verify import Gate, bench_of

OWN, TWIN, UNNAMED, WRONG, FREE = "its own", "same numbers", "no name", "a wrong name", "right, and not named"
COLUMNS = (OWN, TWIN, UNNAMED, WRONG)


@dataclass(frozen=True)
class Naming:
    """One hand-in, and what it was told."""

    exercise: str
    subject: str
    """A mistake, a variant, or the reference."""
    kind: str
    told: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    """Other exercises whose numbers it makes wrong: they share code."""


def subjects(assignment: Assignment) -> list[tuple[str, str]]:
    """Exercise and subject of every hand-in; the reference is called by an empty name."""
    return [
        (name, subject)
        for name, exercise in assignment.exercises.items()
        for subject in ("", *(each.id for each in _admitted(assignment, exercise)), *(m.id for m in exercise.mistakes))
    ]


def naming(assignment: Assignment, subject: tuple[str, str]) -> Naming:
    """What this hand-in is told."""
    bench = bench_of(assignment)
    exercise = _light(bench, bench.exercise(subject[0]))
    gate = Gate(assignment, bench, exercise)
    change = next((each for each in (*exercise.mistakes, *exercise.variants) if each.id == subject[1]), None)
    with np.errstate(all="ignore"):  # mistakes may give anything
        told = gate.told(change.patches if change else ())
        if change is None or change in exercise.variants:
            return Naming(exercise.name, subject[1] or "the reference", WRONG if told else FREE, told)
        elsewhere = tuple(_elsewhere(assignment, bench, exercise, change))
        return Naming(exercise.name, change.id, _kind(gate, change, told), told, elsewhere)


def _light(bench: Bench, exercise: Exercise) -> Exercise:
    """Without the checks that measure slopes or times."""

    def costly(check: Check) -> bool:
        cases = [case for case in bench.cases[exercise.name] if concerns(check, case)]
        return any(run.sweep is not None or run.timed for case in cases for run in check.needs(case))

    return replace(exercise, checks=tuple(check for check in exercise.checks if not costly(check)))


def _kind(gate: Gate, mistake: Mistake, told: tuple[str, ...]) -> str:
    if not told:
        return UNNAMED
    if told == (mistake.id,):
        return OWN
    return TWIN if len(told) == 1 and told[0] in gate.twins(mistake) else WRONG


def _elsewhere(assignment: Assignment, bench: Bench, exercise: Exercise, mistake: Mistake) -> Iterator[str]:
    """Other exercises of the same file whose numbers are wrong when this mistake stands in it."""
    for name, module in assignment.modules.items():
        if name != exercise.name and module is assignment.modules[exercise.name]:
            gate = Gate(assignment, bench, bench.exercise(name))
            if not gate.unmoved_by(mistake.patches):
                yield name


def _admitted(assignment: Assignment, exercise: Exercise) -> list[Mistake]:
    accepts = assignment.rubric.exercises[exercise.name].accepts
    return [variant for variant in exercise.variants if variant.id in accepts]


# ---------------------------------------------------------------- as a page


def page(namings: Mapping[str, Iterable[Naming]]) -> str:
    """The table, by assignment, in Markdown."""
    parts = [_HEAD]
    for assignment, several in namings.items():
        told = list(several)
        parts += [f"## {assignment}\n", _table(told), *_notes(told)]
    return "\n".join(parts)


_HEAD = """# Which name is each mistake told by?

Made by `grader verify --confusion docs/confusion.md`. Every known mistake is handed in as a submission and diagnosed
like any other: it is told by *its own* name, by the name of another mistake that gives the *same numbers* on every case
(nobody could tell the two apart), by *no name* (a check's own sentence says what is wrong), or by *a wrong name*.
*Elsewhere* counts other exercises of the same file whose numbers it makes wrong, because they share code; all others
can be told nothing, for a diagnosis looks at numbers alone. *Right answers* are the reference and the accepted
variants, which must be told nothing.
"""


def _table(told: list[Naming]) -> str:
    rows = ["| exercise | mistakes | " + " | ".join(COLUMNS) + " | elsewhere | right answers told something |"]
    rows += ["|---|" + "--:|" * (len(COLUMNS) + 3)]
    names = dict.fromkeys(each.exercise for each in told)
    rows += [_row(f"`{name}`", [each for each in told if each.exercise == name]) for name in names]
    return "\n".join([*rows, _row("**all**", told)]) + "\n"


def _row(title: str, told: list[Naming]) -> str:
    right = [each for each in told if each.subject == "the reference" or each.kind == FREE]
    wrong = [each for each in told if each not in right]
    kinds = Counter(each.kind for each in wrong)
    elsewhere = sum(len(each.elsewhere) for each in wrong)
    spoilt = f"{sum(each.kind != FREE for each in right)} of {len(right)}"
    counts = [len(wrong), *(kinds[kind] for kind in COLUMNS), elsewhere, spoilt]
    return f"| {title} | " + " | ".join(map(str, counts)) + " |"


def _notes(told: list[Naming]) -> Iterator[str]:
    for kind, heading in ((WRONG, "A wrong name"), (UNNAMED, "No name"), (TWIN, "Same numbers as another")):
        found = [each for each in told if each.kind == kind]
        if found:
            yield f"### {heading}\n"
            yield "\n".join(f"- `{each.exercise}`: {_arrow(each)}" for each in found) + "\n"


def _arrow(each: Naming) -> str:
    return f"`{each.subject}`" + (f" is told as {', '.join(f'`{name}`' for name in each.told)}" if each.told else "")
