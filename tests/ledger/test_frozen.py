"""What goes into a ledger comes out of it as it was, whatever fields the nouns have."""

from __future__ import annotations

import dataclasses

from grader.examine import AskedCase, Core
from grader.ledger.frozen import frozen, thawed
from grader.model import Entry, Finding, Line, NamedMistake, Picture, RunBlock, SourceFile, Submission, Verdict

PICTURE = Picture(
    "heat",
    "dx[0]",
    axes=("down", "across"),
    sizes=(2, 3),
    cells=("..1", "d!."),
    entries=(Entry("[0, 2]", 1.5, None),),
    lines=(Line("seen", (0.0, 1.0), (None, 2.0)),),
    off=(2, 6),
    largest=0.1,
)


MISTAKES = (NamedMistake("m", "s", 0.5),)


def test_judgements_come_back_whole() -> None:
    """But for how far numbers were off: without it, right answers of a class are one entry."""
    finding = Finding("loss", "a", Verdict.FAIL, "1 \udcff ≠ 2", "no", "look", telling=True, where="x", picture=PICTURE)
    core = Core(
        "e", (AskedCase("a", visible=True),), {"": (finding,), "half": ()}, "half", (NamedMistake("m", "s", 0.5),)
    )
    found = thawed(Core, frozen(core))
    assert repr(found) == repr(core)
    assert frozen(dataclasses.replace(finding, margin=3.0)) == frozen(dataclasses.replace(finding, margin=4.0))


def test_hand_ins_come_back_whole() -> None:
    """Halves of characters, and a notebook's own bytes."""
    submission = Submission(
        "ada", (SourceFile("a\udcff.ipynb", ("x", ""), notebook=True, raw=b"\0{}"),), "2030", ("n",)
    )
    found = thawed(Submission, frozen(submission))
    assert (found, found.files[0].raw, found.digest) == (submission, b"\0{}", submission.digest)
    run = RunBlock("kernel", ("a", "b"), seconds=0.5)
    assert thawed(RunBlock, frozen(run)) == run
