"""The nouns of grading: frozen, without I/O, importing nothing of ours.

A *probe* calls an implementation and returns named arrays. It runs in the sandbox on the student's code and
outside on the reference. A *check* sees the two dictionaries of arrays and answers with a *finding*; findings
times a *rubric* make a *score*; everything together is a *report*.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np

Arrays: TypeAlias = Mapping[str, np.ndarray]
Inputs: TypeAlias = Mapping[str, Any]
"""What a probe is called with: arrays, numbers, strings, None, and lists and dicts of these."""

# ---------------------------------------------------------------- what was handed in


@dataclass(frozen=True)
class SourceFile:
    """One submitted file that may hold Python: a module (one cell) or a notebook (its code cells, in order)."""

    path: str
    """Relative, with forward slashes, as handed in (inside the archive)."""
    cells: tuple[str, ...]
    notebook: bool = False
    raw: bytes = field(default=b"", repr=False, compare=False)
    """A notebook as it was handed in, to be shown beside its findings; empty for modules, and for what is too large to
    be shown. No part of the digest: outputs and prose change no judgement."""


@dataclass(frozen=True)
class Submission:
    """What one student handed in, read but not run."""

    student: str
    files: tuple[SourceFile, ...] = ()
    received: str | None = None
    """ISO 8601 time of hand-in, where known."""
    notes: tuple[str, ...] = ()
    """Sentences for the student about single files that were left out or read with difficulty."""
    refusal: str = ""
    """One sentence if nothing at all could be read; empty otherwise."""
    fault: str = ""
    """One sentence if the machine failed to read it, whatever it is: its points stay open."""

    @property
    def digest(self) -> str:
        """SHA-256 of everything that can change the judgement, as hex."""
        seal = hashlib.sha256()
        for part in (self.student, self.refusal, *self.notes):
            seal.update(part.encode("utf-8", "surrogatepass") + b"\0")
        for file in self.files:
            for part in (file.path, str(file.notebook), *file.cells):
                seal.update(part.encode("utf-8", "surrogatepass") + b"\0")
        return seal.hexdigest()


@dataclass(frozen=True)
class Definition:
    """A top-level binding of a name in a submitted file."""

    name: str
    file: str
    line: int
    cell: int | None = None
    """1-based number of the code cell, for notebooks."""
    kind: str = "function"
    """function, class, or assignment."""

    @property
    def place(self) -> str:
        """Where it stands, in words: `softmax.py, line 12` or `hw1.ipynb, cell 4, line 2`."""
        cell = "" if self.cell is None else f" cell {self.cell},"
        return f"{self.file},{cell} line {self.line}"


@dataclass(frozen=True)
class SourceFacts:
    """What the syntax tree of one definition says, collected in a locked process that never runs it."""

    calls: tuple[tuple[str, int], ...] = ()
    """Dotted names called inside the definition, with lines: ("np.linalg.lstsq", 12)."""
    imports: tuple[tuple[str, int], ...] = ()
    """Modules imported anywhere in the file, with lines."""
    loops: tuple[int, ...] = ()
    """Lines of `for`, `while` and comprehensions inside the definition, or a helper that it calls."""
    names: tuple[str, ...] = ()
    """What is read inside the definition, or in what of the submission's own that mentions: called, or handed on."""
    read: bool = False
    """Whether the source of all of it is known, so that what is not listed is not there."""


@dataclass(frozen=True)
class Survey:
    """What is defined where in a submission, found by parsing alone."""

    definitions: tuple[Definition, ...] = ()
    facts: Mapping[tuple[str, str], SourceFacts] = field(default_factory=dict)
    """By (file, name), for the definition that wins inside that file."""
    problems: Mapping[str, str] = field(default_factory=dict)
    """By file: one sentence why it (or a cell of it) could not be parsed."""


# ---------------------------------------------------------------- what is asked of it


@dataclass(frozen=True, eq=False)
class Sweep:
    """Evaluations along straight lines: `output` at inputs[wrt] + step * direction, both signs, one crossing.

    The answer is an array `sweep` of shape (K, S, 2): direction, step, sign (+ first).
    """

    wrt: str
    """Name of the input that is moved; an array of floats."""
    output: str
    """Name of the probe's output that is followed."""
    directions: np.ndarray
    """(K, *shape of the input)."""
    steps: tuple[float, ...]
    weights: np.ndarray | None = None
    """Contracts an output that is no scalar: sum(weights * output). None for scalars."""


@dataclass(frozen=True, eq=False)
class Run:
    """One call of a probe. In one case, equal labels mean equal runs, whichever check asks."""

    label: str
    inputs: Inputs
    probe: str | None = None
    """Another exercise's probe to call on these inputs; None for the exercise's own."""
    sweep: Sweep | None = None
    seed: int = 0
    """The case's own; told to no process that runs submitted code, because checks draw directions from it."""
    timed: bool = False
    """A single call whose CPU time is wanted, measured from outside."""
    ours_only: bool = False
    """Asked of the reference alone."""
    theirs_only: bool = False
    """Asked of the submission alone: nothing is expected of it beforehand."""
    optional: bool = False
    """Only serves to explain a failure: that it takes too long is not held against the submission."""
    traced: tuple[str, ...] = ()
    """Exercises: how the submission calls its functions for them is to be told."""

    @cached_property
    def generators(self) -> int:
        """What the global random generators are seeded with before the call. It tells nothing of the case's seed."""
        return int.from_bytes(hashlib.sha256(f"generators {self.seed}".encode()).digest()[:4], "big")


BASE = "base"
"""Label of the run on a case's own inputs."""


class Status(StrEnum):
    """How a run ended."""

    OK = "ok"
    RAISED = "raised"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    MALFORMED = "malformed"
    MISSING = "missing"
    INFRASTRUCTURE = "infrastructure"


@dataclass(frozen=True, eq=False)
class Observation:
    """What one run gave. `message` and `where` may hold the student's own words: never shown for hidden cases."""

    status: Status
    arrays: Arrays = field(default_factory=dict)
    message: str = ""
    """For a person: what was raised, which limit was met, why it is malformed or missing."""
    where: str = ""
    """`softmax.py, line 12`, where it raised; empty if unknown."""
    seconds: float = 0.0
    """CPU seconds of the call, measured from outside the student's process where the wall can. 0 where the run is not
    timed: reading another process's clock costs as much as a small call."""
    changed: tuple[str, ...] = ()
    """Names of inputs whose bytes differ after the call."""
    touched_random_state: bool = False
    printed: str = ""
    """Captured stdout and stderr, capped."""
    trace: Mapping[str, Any] | None = None
    """Of a traced run, the calls as `grader.trace` reads them."""


# ---------------------------------------------------------------- what a course holds


@dataclass(frozen=True, eq=False)
class Case:
    """Named, seeded inputs. `make(rng)` returns the probe's keyword arguments."""

    make: Callable[[np.random.Generator], dict[str, Any]]
    visible: bool = False
    hint: str = ""
    """What to look at when this case fails; shown for hidden cases too, so it must not give the inputs away."""
    tolerance: float | None = None
    """Relative tolerance of ill-conditioned cases, measured on several right forms; None for the check's own."""
    reserved: bool = False
    """Only checks that name this case in their `on` look at it."""
    name: str = ""

    def __post_init__(self) -> None:
        """The function's name is the case's unless another is given."""
        if not self.name:
            object.__setattr__(self, "name", self.make.__name__)


@dataclass(frozen=True, eq=False)
class Drawn:
    """A case with its inputs drawn: what checks see of it."""

    name: str
    inputs: Inputs
    visible: bool
    hint: str = ""
    tolerance: float | None = None
    reserved: bool = False
    shapes: Mapping[str, str] = field(default_factory=dict)
    """Shape letters of inputs and outputs, from the exercise: {"W": "D C", "loss": ""}."""
    letters: Mapping[str, int] = field(default_factory=dict)
    """What the letters stand for in this case: {"N": 5, "D": 7, "C": 3}."""
    seed: int = 0
    """Secret seed of this case; checks derive directions from it, never the data."""


class Verdict(StrEnum):
    """What a check says of one case."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    SKIP = "skip"
    UNGRADED = "ungraded"


@dataclass(frozen=True)
class Entry:
    """One place of an output: what came beside what was expected; None for what is no finite number."""

    place: str
    """`[2, 1]`; empty for a single number."""
    seen: float | None
    expected: float | None


@dataclass(frozen=True)
class Line:
    """Points with a name, in their order; None for a height that is no finite number."""

    name: str
    x: tuple[float, ...]
    y: tuple[float | None, ...]


@dataclass(frozen=True)
class Picture:
    """What people would rather look at than read: a few rounded numbers of a failing case that may be shown."""

    kind: Literal["number", "heat", "points", "lines", "plane", "slopes"]
    """A number beside another; the error over a (part of an) array; heights over places; the same joined; a way through
    a plane; claimed slopes over measured ones."""
    name: str
    """The output it shows, with the part of it: `dx[2, 0, :, :]`."""
    axes: tuple[str, str] = ("", "")
    """What runs down and across, in words: `feature`, `class`."""
    sizes: tuple[int, int] = (0, 0)
    """Rows and columns that the cells stand for: as many as there are cells, or more."""
    cells: tuple[str, ...] = ()
    """Of a heat map, a text for each row with a character for each cell: `.` close enough, `1` to `4` too large and `a`
    to `d` too small by up to 1 %, 10 %, 50 %, 100 % of the largest error, `!` no finite number."""
    entries: tuple[Entry, ...] = ()
    """The worst places, worst first."""
    lines: tuple[Line, ...] = ()
    """What was seen comes first."""
    off: tuple[int, int] = (0, 0)
    """How many entries of the whole output are wrong, of how many."""
    largest: float | None = None
    """The largest difference in it."""
    limit: float | None = None
    """The largest difference that counts as rounding; None where the check has another measure."""
    mark: float | None = None
    """Where across the lines part."""


@dataclass(frozen=True)
class Finding:
    """One check's word on one case."""

    check: str
    case: str
    verdict: Verdict
    message: str = ""
    """One plain sentence, with numbers."""
    discreet: str = ""
    """The same for a hidden case: in terms, without any input, value or word of the student's program."""
    hint: str = ""
    telling: bool = False
    """Passed on values that no constant answer has. An exercise without one such pass earns nothing."""
    margin: float = float("nan")
    """The largest deviation found, in units of the tolerance; nan where no numbers were compared."""
    where: str = ""
    """`softmax.py, line 12`, where the call raised; for cases that may be shown alone."""
    picture: Picture | None = None
    """For cases that may be shown alone."""


@dataclass(frozen=True)
class MoreRuns:
    """A check's wish for one more round of runs on this case before it decides."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, eq=False)
class Seen:
    """The runs of one case, by label, with what the source says of the graded definition."""

    runs: Mapping[str, Observation]
    source: SourceFacts = SourceFacts()

    @property
    def base(self) -> Observation:
        """The run on the case's own inputs."""
        return self.runs[BASE]

    def __getitem__(self, label: str) -> Observation:
        """The run with this label; KeyError if it was never asked for."""
        return self.runs[label]


class Check(Protocol):
    """A frozen dataclass that compares what was seen with what was expected."""

    @property
    def key(self) -> str:
        """Its name in the rubric, unique in its exercise."""

    @property
    def on(self) -> tuple[str, ...]:
        """Names of the cases it looks at; empty for every case that is not reserved."""

    def needs(self, case: Drawn) -> Iterable[Run]:
        """Runs wanted beside the base run."""

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding | MoreRuns:
        """The verdict; pure."""


@dataclass(frozen=True)
class Patch:
    """A change to the reference's own source text: exactly one match is demanded unless `all`."""

    find: str
    replace: str
    all: bool = False


@dataclass(frozen=True)
class Mistake:
    """Wrong, and named: a sentence for the student, and the change to the reference that makes it."""

    id: str
    says: str
    find: str
    replace: str
    all: bool = False
    also: tuple[Patch, ...] = ()  # further changes that belong to the same mistake
    made_in: str = ""  # an exercise behind this one, where the mistake is made and counts, too: here it only shows

    @property
    def patches(self) -> tuple[Patch, ...]:
        """All changes, in the order in which they are applied."""
        return (Patch(self.find, self.replace, self.all), *self.also)


@dataclass(frozen=True)
class Variant(Mistake):
    """Right by another convention; written like a mistake."""


@dataclass(frozen=True, eq=False)
class Exercise:
    """One gradable piece: a probe, a solution, and what is asked of both."""

    name: str
    uses: tuple[str, ...]
    """Names that the student must define."""
    prefer: tuple[str, ...]
    """Glob patterns of files whose definition wins, best first."""
    cases: tuple[Case, ...]
    checks: tuple[Check, ...]
    mistakes: tuple[Mistake, ...] = ()
    variants: tuple[Variant, ...] = ()
    title: str = ""
    shapes: Mapping[str, str] = field(default_factory=dict)
    """Shape letters of inputs and outputs, for messages: {"W": "D C", "X": "N D", "loss": ""}."""
    module: str = ""
    """The reference file, relative to the course; set by the catalog."""
    follows: tuple[str, ...] = ()
    """Exercises whose functions this one's may call: a mistake named there is carried through, and not charged here."""
    calling: Mapping[str, tuple[Patch, ...]] = field(default_factory=dict)
    """By such an exercise, what in the solution turns into calls of it; nothing where the solution calls it anyway."""
    oracle: Callable[..., Mapping[str, Any]] | None = None
    """The outputs by other means than the reference's, from the same inputs; asked by the gate alone."""


# ---------------------------------------------------------------- what comes out


@dataclass(frozen=True)
class GradedFinding:
    """A finding with its share of the points and what the student may see."""

    check: str
    case: str
    visible: bool
    verdict: Verdict
    earned: float
    out_of: float
    message: str
    hint: str
    where: str = ""
    """Where the call raised, in words; empty for what may not be shown."""
    picture: Picture | None = None
    """None for what may not be shown."""


@dataclass(frozen=True)
class NamedMistake:
    """A known mistake that explains failures, with the fraction of lost points it gives back."""

    name: str
    message: str
    credit: float = 0.0


@dataclass(frozen=True)
class ExerciseReport:
    """All that is said about one exercise."""

    exercise: str
    title: str
    earned: float
    out_of: float
    ungraded: float
    """Points that stay open because of a fault of ours, or because a person still has to mark them."""
    found_in: str
    mistakes: tuple[NamedMistake, ...] = ()
    findings: tuple[GradedFinding, ...] = ()
    notes: tuple[str, ...] = ()
    """Which definition was graded when several compete, which convention was recognised."""
    printed: str = ""
    """What visible cases printed, capped."""


@dataclass(frozen=True)
class RunBlock:
    """How the judgement came about; everything in it may differ between walls and machines."""

    wall: str
    layers: tuple[str, ...]
    missing_layers: tuple[str, ...] = ()
    grader: str = ""
    python: str = ""
    numpy: str = ""
    started: str = ""
    seconds: float = 0.0
    fingerprint: str = ""
    """Hash of submission, course and grader: equal fingerprints need no second grading."""


@dataclass(frozen=True)
class Report:
    """One student's report on one assignment."""

    student: str
    assignment: str
    run: RunBlock
    earned: float
    out_of: float
    ungraded: float
    exercises: tuple[ExerciseReport, ...] = ()
    notes: tuple[str, ...] = ()
    refusal: str = ""


@dataclass(frozen=True)
class Standing:
    """What one student has in one assignment, after all that people and the policy did to the points."""

    student: str
    assignment: str
    out_of: float
    raw: float | None
    """Points of the attempt that counts, overrides included, before any penalty; None while some are still open."""
    penalty: float = 0.0
    """Points taken away for lateness."""
    received: str | None = None
    """ISO 8601 time of the attempt that counts, where known."""
    late_days: int = 0
    """Days begun after the student's own deadline, extensions and free late days taken off."""
    report: Report | None = None
    """Of the attempt that counts; None where nothing was handed in."""
    comments: tuple[str, ...] = ()
    """Sentences for the student: what was taken off or changed, by whom and why."""

    @property
    def final(self) -> float | None:
        """What goes into the gradebook; None, an empty cell, while points are open."""
        return None if self.raw is None else max(0.0, self.raw - self.penalty)
