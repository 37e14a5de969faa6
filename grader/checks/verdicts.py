"""How a check says what it found: the few ways in which a `Finding` is made."""

from __future__ import annotations

from dataclasses import replace

from grader.model import Check, Drawn, Finding, Observation, Status, Verdict

ENDINGS = {
    Status.RAISED: "raises an error",
    Status.TIMEOUT: "does not finish in time",
    Status.MEMORY: "needs more memory than it may have",
    Status.CRASHED: "ends the whole process",
    Status.MALFORMED: "does not return arrays or numbers",
    Status.MISSING: "is not defined",
}
"""What may be said of a run on a hidden case: how it ended, not a word of the program's own."""


def passed(check: Check, case: Drawn, message: str = "", *, telling: bool = False) -> Finding:
    """Right; `telling` if no constant answer could have passed."""
    return Finding(check.key, case.name, Verdict.PASS, message, message, telling=telling)


def failed(check: Check, case: Drawn, message: str, discreet: str, hint: str = "") -> Finding:
    """Wrong: `message` with numbers for visible cases, `discreet` without any for hidden ones."""
    return Finding(check.key, case.name, Verdict.FAIL, message, discreet, hint or case.hint)


def skipped(check: Check, case: Drawn, message: str) -> Finding:
    """A prerequisite failed: earns nothing and says which."""
    return Finding(check.key, case.name, Verdict.SKIP, message, message)


def ungraded(check: Check, case: Drawn, message: str) -> Finding:
    """We failed: the points stay open."""
    return Finding(check.key, case.name, Verdict.UNGRADED, message, message)


def ended(check: Check, case: Drawn, run: Observation, doing: str = "") -> Finding:
    """The finding for a run that did not end well; `doing` says on which inputs, if not the case's own."""
    when = f" {doing}" if doing else ""
    if run.status is Status.INFRASTRUCTURE:
        return ungraded(check, case, "this could not be graded because of a fault of ours; the points stay open")
    where = f" ({run.where})" if run.where else ""
    said = run.message or ENDINGS[run.status]
    finding = failed(check, case, f"{said}{where}{when}", f"the function {ENDINGS[run.status]}{when}")
    return replace(finding, where=run.where) if case.visible else finding
