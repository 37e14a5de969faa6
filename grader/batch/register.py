"""What stands between grading and the ledger: what need not be done again, what is entered, which reports are written.

A submission is entered in one transaction, and its report is written after that: whatever ends the grader, the ledger
is whole, and a report that is missing, damaged or overtaken is made anew from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from grader import __version__
from grader.batch.output import OutputFolder, Written
from grader.follow import conventions, in_order
from grader.grade import Examination, Grading, Kept, Task
from grader.ledger.book import Author, Ledger, Outcome, Row
from grader.ledger.entries import is_anonymous, shown_name, teams
from grader.ledger.standings import Decision, Standings
from grader.model import ExerciseReport, Report, RunBlock, Submission
from grader.report.anonymous import hiding, without_name
from grader.stamps import scored
from grader.writeup import is_past, outline


@dataclass(frozen=True)
class Entered:
    """What one student has, now that it stands in the ledger."""

    student: str
    decision: Decision
    report: Report
    """As it is shown: under a pseudonym where names are not."""


@dataclass(frozen=True)
class Plan:
    """What holds of an earlier grading."""

    attempt: int
    run: RunBlock | None = None
    held: Mapping[str, Row] = field(default_factory=dict)
    """Exercises that need not be judged again: nothing that they depend on has changed, and nothing of them is open."""
    complete: bool = False
    """Whether these are all."""
    unchanged: bool = False
    """Whether their points are the same, too."""


class Register:
    """One assignment, graded into a ledger. Used by one thread."""

    def __init__(
        self, ledger: Ledger, grading: Grading, author: Author, *, out: OutputFolder | None, secret: bytes
    ) -> None:
        """`out` is where reports are written; None if they are not."""
        self.ledger, self.grading, self._author, self._out, self._secret = ledger, grading, author, out, secret
        self.assignment, rubric = grading.bench.assignment, grading.bench.rubric
        self._past = is_past(rubric)
        with ledger.transaction():
            self._rubric = ledger.use_rubric(self.assignment, rubric, author)
        self.standings = Standings(ledger, self.assignment)
        self._teams = teams(ledger, self.assignment)
        self._ordered = in_order(grading.bench, grading.bench.exercises)
        self._outlines: dict[tuple[bytes, tuple[str, ...]], ExerciseReport | None] = {}
        """By judgement, and by what is carried through; None where it has to be judged anew."""
        self._scored = {name: scored(each, past_due=self._past) for name, each in rubric.exercises.items()}

    # ------------------------------------------------------------ before

    def task(self, submission: Submission) -> Task | None:
        """What is to be done for this hand-in; None if all was done before, or could be done by arithmetic."""
        names = self.handed_in_for(submission.student)
        mine = [replace(submission, student=name) for name in names]
        last = [self.ledger.last_attempt(self.assignment, each, submission.student) for each in mine]
        if not submission.fault and all(each is not None and self.plan(each).unchanged for each in last):
            return None
        alike = self.ledger.alike(self.assignment, mine[0])
        if submission.fault or alike is None:
            return Task(submission)
        plan = self.plan(alike)
        outcome = self.rescored(plan)
        if outcome is None:
            return Task(submission, self.kept(plan))
        with self.ledger.transaction():
            for each in mine:
                attempt = self.ledger.attempt(self.assignment, each, submission.student)
                self.record(attempt, outcome)
        return None

    def handed_in_for(self, name: str) -> list[str]:
        """Everybody whose work this entry is: the members of the group that is called so, or that its owner is in."""
        team = self._teams.get(name, name)
        members = sorted(each for each, theirs in self._teams.items() if theirs == team)
        return members or [name]

    def plan(self, attempt: int) -> Plan:
        """What holds of this attempt's latest grading."""
        grading = self.ledger.latest(attempt)
        if grading is None:
            return Plan(attempt)
        rows = self.ledger.examinations(grading["id"])
        stamps, wanted = self.grading.stamps, list(self.grading.bench.rubric.exercises)
        judged = {name: stamp.judged for name, stamp in stamps.items()}
        held = {row.exercise: row for row in rows if judged.get(row.exercise) == row.judged and not row.is_open}
        complete = held.keys() == stamps.keys()
        same = [row.exercise for row in rows] == wanted and all(
            row.scored == self._scored[row.exercise] for row in rows
        )
        return Plan(attempt, self.ledger.run_of(grading), held, complete=complete, unchanged=complete and same)

    def kept(self, plan: Plan) -> Kept:
        """What need not be done again, to be handed to whoever does the rest."""
        names = self.grading.stamps.keys()
        recordings = {name: each for name, each in self.ledger.recordings(plan.attempt).items() if name in names}
        return Kept({name: self.ledger.examined(row) for name, row in plan.held.items()}, recordings, plan.run)

    def rescored(self, plan: Plan) -> Outcome | None:
        """The outcome by today's points, if they are all that has changed; None if something has to be judged."""
        if not plan.complete or plan.run is None:
            return None
        bench, rows, reports = self.grading.bench, dict[str, Row](), dict[str, ExerciseReport]()
        for exercise in self._ordered:
            name, row = exercise.name, plan.held[exercise.name]
            carried = conventions(bench, exercise, reports)
            key = (row.findings, carried)
            if key not in self._outlines:
                core, section = self.ledger.core(row.findings), bench.rubric.exercises[name]
                self._outlines[key] = outline(core, section) if core.holds(section, carried) else None
            outlined = self._outlines[key]
            if outlined is None:
                return None
            reports[name] = outlined
            rows[name] = replace(
                row,
                scored=self._scored[name],
                earned=outlined.earned,
                out_of=outlined.out_of,
                ungraded=outlined.ungraded,
            )
        digest = self.ledger.value("SELECT digest FROM attempts WHERE id = ?", plan.attempt)
        run = replace(plan.run, grader=__version__, fingerprint=self.grading.fingerprint(digest))
        return Outcome("rescored", run, tuple(rows[name] for name in bench.rubric.exercises), self._past)

    # ------------------------------------------------------------ after

    def enter(self, found: Examination) -> list[Entered]:
        """Enters it for everybody whose work it is, in one transaction, and writes their reports."""
        submission, names = found.submission, self.handed_in_for(found.submission.student)
        with self.ledger.transaction():
            outcome = self.outcome(found)
            for name in names:
                attempt = self.ledger.attempt(self.assignment, replace(submission, student=name), submission.student)
                self.record(attempt, outcome)
        return self.written(names)

    def outcome(self, found: Examination) -> Outcome:
        """What is entered of an examination; within a transaction."""
        sections, stamps = self.grading.bench.rubric.exercises, self.grading.stamps
        rows = (
            self.ledger.row_for(each, outline(each.core, sections[name]), stamps[name].judged, self._scored[name])
            for each in found.exercises
            for name in [each.exercise]
        )
        return Outcome(found.how, found.run, tuple(rows), self._past, found.recordings)

    def record(self, attempt: int, outcome: Outcome) -> int:
        """One more grading of this attempt; its number."""
        return self.ledger.record(attempt, self._rubric, outcome, self._author)

    def written(self, names: Iterable[str]) -> list[Entered]:
        """What these students have, their reports written where they are not what they should be."""
        with self.ledger.transaction():
            return [each for name in names if (each := self._written(name)) is not None]

    def others(self, known: Iterable[str] = ()) -> Iterator[Entered]:
        """What a gradebook shows of all students but those that are known already; nothing is written."""
        done = set(known)
        for each in Standings(self.ledger, self.assignment, outlines=True).everybody():
            if each.standing.student not in done and each.standing.report is not None:
                yield self._entered(each.standing.student, each)

    def faults(self, found: Examination) -> tuple[str, ...]:
        """What is to be logged of an examination that was entered: under pseudonyms where names are not shown."""
        if not found.faults or not is_anonymous(self.ledger, self.assignment):
            return found.faults
        entry = found.submission.student
        called = {name: self.shown(name) for name in self.handed_in_for(entry)}
        called.setdefault(entry, " and ".join(called.values()))
        return tuple(_without_names(fault, called) for fault in found.faults)

    def shown(self, name: str) -> str:
        """What this student is called where everybody may look."""
        return shown_name(self.ledger, self.ledger.known(name), name, self.assignment, self._secret)

    def _written(self, name: str) -> Entered | None:
        """None for a student of whom there is nothing but marks: no report is made of no hand-in."""
        student = self.ledger.known(name)
        decision = self.standings.of(student, name)
        if decision.standing.report is None:
            return None
        entered = self._entered(name, decision)
        if self._out is not None:
            self._write(student, entered)
        return entered

    def _entered(self, name: str, decision: Decision) -> Entered:
        report = decision.standing.report
        assert report is not None
        shown = self.shown(name)
        if shown != name:
            report = without_name(report, name, shown)
        return Entered(name, decision, report)

    def _write(self, student: int, entered: Entered) -> None:
        """Writes the report, unless it is there and whole."""
        assert self._out is not None
        report, folder = entered.report, str(self._out.folder.resolve())
        state = _state(entered)
        held = self.ledger.row(
            "SELECT * FROM outputs WHERE student = ? AND assignment = ? AND folder = ?",
            *(student, self.assignment, folder),
        )
        same = held is not None and held["state"] == state
        if held is not None and same and self._out.holds(report.student, Written(held["json"], held["html"])):
            return
        for other in self._other_names(student, entered) if held is not None else ():
            self._out.remove(other)
        written = self._out.write(report, self._to_show(entered))
        self.ledger.rows(
            "INSERT INTO outputs VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (student, assignment, folder) "
            "DO UPDATE SET state = excluded.state, json = excluded.json, html = excluded.html",
            *(student, self.assignment, folder, state, written.json, written.html),
        )

    def _to_show(self, entered: Entered) -> Submission | None:
        """What was handed in, for the page; None where it is not kept, or names are not shown: code may hold them."""
        attempt = entered.decision.attempt
        named = entered.report.student == entered.student
        return self.ledger.submission(attempt) if named and attempt is not None else None

    def _other_names(self, student: int, entered: Entered) -> set[str]:
        """What the report was called before names were shown, or hidden."""
        rows = self.ledger.rows(
            "SELECT pseudonym FROM pseudonyms WHERE student = ? AND assignment = ?", student, self.assignment
        )
        return {entered.student, *(row[0] for row in rows)} - {entered.report.student}


def _without_names(text: str, called: Mapping[str, str]) -> str:
    """With pseudonyms; a name that holds another one goes first."""
    for name in sorted(called, key=len, reverse=True):
        text = hiding(name, called[name])(text)
    return text


def _state(entered: Entered) -> str:
    """What decides a report's words, beside the grading's: whatever people and the policy say of it."""
    decision, report = entered.decision, entered.report
    told = (report.student, decision.grading, report.notes, report.earned, report.ungraded, decision.overrides)
    notes = [(each.exercise, each.notes, each.earned) for each in report.exercises]
    return hashlib.sha256(repr((told, notes)).encode("utf-8", "backslashreplace")).hexdigest()
