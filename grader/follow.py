"""Follow-through: a mistake in a function that others call is charged once, where it was made.

An exercise says which others its function may call (`follows`). Where a known mistake was named in one of those, and
the student's code calls it, the exercise is also judged by our own code with that very mistake made upstream: the
mistake is carried through the reference, on the host. As with variants, the best counts, so a student who does not call
the wrong function is judged as ever, and a second mistake, made here, is still found and named. A mistake that has no
name is carried through by what the student's own functions gave (`grader.as_called`).

**What cannot be carried by name.** A mistake with which our own code runs in less than a third of the cases; where it
raises an error in some, nothing is said against theirs there. And work that is missing rather than wrong: where an
output becomes one number throughout (zeros, say) in most cases, too little is left to judge what stands behind it by,
and points for it would be points for nothing.

**Why it pays nobody to make a mistake.** Whoever calls a wrong function would have the points of both exercises if it
were right. Whoever does not call it gains nothing by it: the source has to call it by name, in what is graded or in a
helper.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from grader import upstream
from grader.bench import Bench
from grader.checks.close import is_telling
from grader.checks.comparison import alike
from grader.expect import AS_CALLED, STANDARD, followed, following
from grader.model import Drawn, Exercise, ExerciseReport, NamedMistake, Observation, Seen, SourceFacts, Status

FOLLOWS = "follows"
"""Name of the cause that lies in another exercise."""


def upstream_of(bench: Bench, exercise: Exercise) -> list[str]:
    """The exercises that this one follows, by however many steps, nearest first."""
    return upstream.upstream_of({each.name: each for each in bench.exercises}, exercise)


def upstream_names(bench: Bench, exercise: Exercise) -> set[str]:
    """The functions that are written for those."""
    return {name for other in upstream_of(bench, exercise) for name in bench.exercise(other).uses}


def in_order(bench: Bench, exercises: Iterable[Exercise]) -> list[Exercise]:
    """What others follow comes first."""
    return upstream.in_order({each.name: each for each in bench.exercises}, exercises)


def conventions(bench: Bench, exercise: Exercise, reports: Mapping[str, ExerciseReport]) -> tuple[str, ...]:
    """What was named upstream, as these reports have it: for each exercise the convention that carries it through."""
    reached = [name for name in upstream_of(bench, exercise) if name in reports]
    made = {name: _known(bench.exercise(name), reports[name], exercise) for name in reached}
    named = [following({name: ids}) for name, ids in made.items() if ids]
    return *named, *(following({name: [AS_CALLED]}) for name in reached if _lost_points(reports[name]))


def lost_points(carried: Iterable[str]) -> list[str]:
    """The exercises upstream that lost points, named mistake or not, of what `conventions` told."""
    return [name for convention in carried for name, ids in followed(convention).items() if ids == [AS_CALLED]]


def carried_through(bench: Bench, exercise: Exercise, named: Iterable[str], facts: SourceFacts) -> tuple[str, ...]:
    """Ways in which what was named upstream (`conventions`) may show here: each alone, and all of them together.

    `facts` are those of the student's definitions. Each way is combined with the variants that the rubric accepts.
    """
    made: dict[str, list[str]] = {}
    for name, ids in ((name, ids) for convention in named for name, ids in followed(convention).items()):
        called = bench.exercise(name)
        known = [mistake.id for mistake in called.mistakes if mistake.id in ids]
        enough = [each for each in known if _says_enough(bench, called, STANDARD, each)]
        if enough and _calls(exercise, called, facts) and carries(bench, exercise, following({name: enough})):
            made[name] = enough
    ways = [{name: ids} for name, ids in made.items()] + ([made] if len(made) > 1 else [])
    variants = (STANDARD, *bench.rubric.exercises[exercise.name].accepts)
    told = [following(way, variant) for way in ways for variant in variants]
    return tuple(convention for convention in told if carries(bench, exercise, convention))


def nearest(bench: Bench, exercise: Exercise, seen: Mapping[str, Seen], some: Iterable[str]) -> list[str]:
    """Those of these conventions that have the most outputs in common with what came; none that adds nothing.

    Judging by a convention may take many runs of our code; to see whether it has anything for it takes one for each
    case.
    """
    cases = [case for case in bench.cases[exercise.name] if case.name in seen and not case.reserved]

    def agreeing(convention: str) -> int:
        given = [(seen[case.name].base, _base(bench, exercise, case, convention)) for case in cases]
        raised = sum(theirs.status is ours.status is Status.RAISED for theirs, ours in given)
        return raised + sum(
            alike(theirs.arrays.get(name), array) for theirs, ours in given for name, array in ours.arrays.items()
        )

    least = agreeing(STANDARD)
    counts = {convention: agreeing(convention) for convention in some}
    most = max(counts.values(), default=least)
    return [convention for convention, count in counts.items() if count == most > least]


def cause(bench: Bench, convention: str) -> NamedMistake:
    """What is told of an exercise that is right but for what it calls; it costs nothing here."""
    says = {
        name: {each.id: f" ({each.says})" for each in bench.exercise(name).mistakes} for name in followed(convention)
    }
    told = [f"{name}{says[name].get(each, '')}" for name, ids in followed(convention).items() for each in ids]
    listed = " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
    return NamedMistake(FOLLOWS, f"this follows from {listed}, and is charged there alone", credit=1.0)


def _known(exercise: Exercise, report: ExerciseReport, behind: Exercise) -> list[str]:
    """The mistakes of the catalogue that were named, and cost something; but for those made in the exercise behind."""
    known = {mistake.id for mistake in exercise.mistakes if mistake.made_in != behind.name}
    return [named.name for named in report.mistakes if named.name in known]


def _lost_points(report: ExerciseReport) -> bool:
    return report.earned + report.ungraded < report.out_of - 1e-9  # shares of points are rounded


def _calls(exercise: Exercise, called: Exercise, facts: SourceFacts) -> bool:
    """Whether the student's definition mentions one of the other exercise's, or the probe calls it itself."""
    return not set(called.uses).isdisjoint((*exercise.uses, *facts.names))


def carries(bench: Bench, exercise: Exercise, convention: str) -> bool:
    """Whether our code runs by this convention, gives other numbers somewhere, and still says something by them."""
    changed = False
    for case in bench.cases[exercise.name]:
        ours, theirs = (_base(bench, exercise, case, each) for each in (STANDARD, convention))
        if theirs.status is Status.RAISED:
            changed = True
            continue
        if theirs.status is not Status.OK or theirs.arrays.keys() != ours.arrays.keys():
            return False
        changed = changed or not all(alike(theirs.arrays[name], array) for name, array in ours.arrays.items())
    return changed and _says_enough(bench, exercise, convention)


def _says_enough(bench: Bench, exercise: Exercise, convention: str, *mistakes: str) -> bool:
    """Whether every output that tells something by our code as it stands does so in most of these cases with this.

    Cases in which it raises are left out of this, as long as a third of them remains.
    """
    told, left = Counter[str](), Counter[str]()
    cases = [case for case in bench.cases[exercise.name] if not case.reserved]
    made = [(case, _base(bench, exercise, case, convention, *mistakes)) for case in cases]
    reached = [(case, run) for case, run in made if run.status is not Status.RAISED]
    for case, run in reached:
        telling = set(_telling(_base(bench, exercise, case, STANDARD)))
        told.update(telling)
        left.update(telling.intersection(_telling(run)))
    return 3 * len(reached) >= len(cases) and all(2 * left[name] > told[name] for name in told)


def _telling(run: Observation) -> Iterator[str]:
    return (name for name, array in run.arrays.items() if is_telling(array))


def _base(bench: Bench, exercise: Exercise, case: Drawn, convention: str, *mistakes: str) -> Observation:
    """The run of our own code on the case's own inputs."""
    return bench.expectations.mistaken(exercise, case, convention, mistakes)
