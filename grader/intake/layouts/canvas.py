"""Canvas's "Download Submissions": flat files named `doejane_LATE_12345_678901_softmax.py`.

Parts of the name: the sortable name in small letters (absent where hand-ins are anonymous), `LATE`, the user's id (or
`anon_…`), the attachment's id, the file as the student called it. Typed text ends in `_text.html`, a link in
`_link.html`. The user's id is the `ID` of Canvas's gradebook. Source: `lib/content_zipper.rb` of canvas-lms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from grader.identity import Identity
from grader.intake.hand_in import HandIn
from grader.intake.layouts.plain import left_over
from grader.intake.tree import Part, Tree

NAME = "canvas"
SAYS = "Canvas submissions"

_FORM = re.compile(
    r"(?:(?P<name>(?!LATE_).+?)_)?(?P<late>LATE_)?(?P<uid>\d+|anon_[0-9A-Za-z]+)"
    r"_(?:(?P<attachment>\d+)_(?P<file>.+)|(?P<kind>text|link)\.html)",
    re.DOTALL,
)
_COPY = re.compile(r"(?P<stem>.+)-\d{1,3}(?P<ending>\.py)", re.IGNORECASE | re.DOTALL)
"""What Canvas makes of `softmax.py` handed in again. No module can be called so: a hyphen cannot be imported."""
_KINDS = {"text": "as text typed into Canvas", "link": "as a link"}
LATE = "Canvas marks it as late."


def recognises(tree: Tree) -> bool:
    """Whether most entries are files of this form."""
    entries = tree.entries()
    fitting = sum(not entry.folder and bool(_FORM.fullmatch(entry.name)) for entry in entries)
    return fitting > len(entries) / 2


def hand_ins(tree: Tree, assignment: str) -> list[HandIn]:  # noqa: ARG001 - Canvas downloads one
    """See Layout."""
    entries = tree.entries()
    found: dict[str, list[re.Match[str]]] = {}
    for entry in entries:
        fit = None if entry.folder else _FORM.fullmatch(entry.name)
        if fit:
            found.setdefault(fit["uid"], []).append(fit)
    understood = [fit.string for fits in found.values() for fit in fits]
    return [*(_hand_in(uid, fits) for uid, fits in found.items()), *left_over(entries, understood)]


def _hand_in(uid: str, fits: list[re.Match[str]]) -> HandIn:
    names = _without_copies(fit["file"] for fit in fits if fit["file"])
    parts = tuple(Part(fit.string, names[fit["file"]]) for fit in fits if fit["file"])
    late = any(fit["late"] for fit in fits)
    ids = {} if uid.startswith("anon_") else {"canvas_id": uid}
    who = Identity(uid, next((fit["name"] for fit in fits if fit["name"]), ""), ids, late=late)
    kind = next((_KINDS[fit["kind"]] for fit in fits if fit["kind"]), "")
    nothing = f"It was handed in {kind}; hand in the files themselves." if kind and not parts else ""
    return HandIn(who, parts, (LATE,) if late else (), nothing)


def _without_copies(files: Iterable[str]) -> dict[str, str]:
    """What each file was called before Canvas numbered it; two that would then be called alike stay as they are."""
    originals = {file: (fit["stem"] + fit["ending"] if (fit := _COPY.fullmatch(file)) else file) for file in files}
    taken = list(originals.values())
    return {file: name if taken.count(name) == 1 else file for file, name in originals.items()}
