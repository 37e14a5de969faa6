"""The student's own code in the report: the graded definition, with marks on the lines where a visible case raised.

Places are read from the report's own words (`softmax.py, line 12`) and looked up in what was handed in. Where a
definition ends is told by its indentation: nothing is parsed, and nothing can fail on what is no Python.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from grader.model import ExerciseReport, Submission, Verdict
from grader.report.plain import printable, whole

MOST_LINES = 80
"""Of one definition: longer ones are cut, and what raised below the cut is shown by itself."""
MOST_PARTS = 6
"""Parts of code for one exercise."""
LONGEST_LINE = 240
"""Characters of a line that are shown."""
AROUND = 3
"""Lines shown before and after one that raised outside the graded definition."""

_PLACE = re.compile(r"(?P<file>.+?)(?:, cell (?P<cell>\d{1,6}))?, line (?P<line>\d{1,9})")
_TOKEN = re.compile(
    r"(?P<c>\#[^\n]*)"
    r'|(?P<s>"""[\s\S]*?(?:"""|\Z)|\'\'\'[\s\S]*?(?:\'\'\'|\Z)|"(?:[^"\\\n]|\\.)*"?|\'(?:[^\'\\\n]|\\.)*\'?)'
    rf"|(?P<k>\b(?:{'|'.join(keyword.kwlist)})\b)"
)
"""Comments, strings and keywords: enough to find one's way."""


@dataclass(frozen=True)
class Place:
    """A line of a file, or of a code cell of a notebook."""

    file: str
    cell: int | None
    line: int

    @property
    def sheet(self) -> str:
        """What its lines are counted in."""
        return self.file if self.cell is None else f"{self.file}, cell {self.cell}"


@dataclass(frozen=True)
class CodeLine:
    """One line as it is shown."""

    text: Markup
    mark: str = ""
    """What happened here; empty for most lines."""


@dataclass(frozen=True)
class Part:
    """Neighbouring lines of one file or cell."""

    sheet: str
    first: int
    lines: tuple[CodeLine, ...]
    left_out: int = 0
    """How many further lines the definition has."""

    @property
    def last(self) -> int:
        """Number of the last line that is shown."""
        return self.first + len(self.lines) - 1

    @property
    def marked(self) -> bool:
        """Whether something raised here."""
        return any(line.mark for line in self.lines)


def places(words: str) -> list[Place]:
    """The places that are named in `a.py, line 3; b.ipynb, cell 4, line 2`."""
    found = (_PLACE.fullmatch(part) for part in words.split("; "))
    return [
        Place(each["file"], int(each["cell"]) if each["cell"] else None, int(each["line"])) for each in found if each
    ]


def marks(exercise: ExerciseReport) -> dict[Place, str]:
    """By the place where visible cases raised, what is written beside it."""
    cases: dict[Place, dict[str, None]] = {}
    for finding in exercise.findings:
        if finding.visible and finding.verdict is Verdict.FAIL:
            for place in places(finding.where):
                cases.setdefault(place, {})[finding.case] = None
    return {place: _raised(list(names)) for place, names in cases.items()}


def parts(exercise: ExerciseReport, submission: Submission) -> list[Part]:
    """The graded definitions and what raised elsewhere, as far as they stand in the submission."""
    texts = {file.path: file.cells for file in submission.files}
    marked = marks(exercise)
    shown: list[Part] = []
    for place in places(exercise.found_in):
        lines = _lines(texts, place)
        if 0 < place.line <= len(lines):
            length = _extent(lines[place.line - 1 :])
            part = _part(place, lines, place.line, min(length, MOST_LINES), marked)
            shown.append(replace(part, left_out=max(length - MOST_LINES, 0)))
    for place in marked:
        lines = _lines(texts, place)
        if 0 < place.line <= len(lines) and not any(_holds(part, place) for part in shown):
            first = max(1, place.line - AROUND)
            shown.append(_part(place, lines, first, place.line + AROUND - first + 1, marked))
    return shown[:MOST_PARTS]


def _raised(cases: Sequence[str]) -> str:
    more = f" and {len(cases) - 2} more" if len(cases) > 2 else ""
    return f"raised here, on {', '.join(cases[:2])}{more}"


def _holds(part: Part, place: Place) -> bool:
    return part.sheet == place.sheet and part.first <= place.line <= part.last


def _lines(texts: Mapping[str, Sequence[str]], place: Place) -> list[str]:
    """As Python counts them; none if there is no such file or cell."""
    cells = texts.get(place.file, ())
    number = 0 if place.cell is None else place.cell - 1
    return re.split(r"\r\n|\r|\n", cells[number]) if 0 <= number < len(cells) else []


def _extent(lines: Sequence[str]) -> int:
    """How many lines a definition has that begins with the first of these: until something stands as far left again."""
    margin = _indentation(lines[0])
    length = 1
    for number, line in enumerate(lines[1:], start=2):
        bare = line.strip()
        if not bare:
            continue
        if _indentation(line) <= margin and not bare.startswith((")", "]", "}", "#")):
            break
        if not (bare.startswith("#") and _indentation(line) <= margin):
            length = number
    return length


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip())


def _part(place: Place, lines: Sequence[str], first: int, count: int, marked: Mapping[Place, str]) -> Part:
    kept = lines[first - 1 : first - 1 + count]
    here = {at.line: said for at, said in marked.items() if at.sheet == place.sheet}
    painted = [CodeLine(text, here.get(first + turn, "")) for turn, text in enumerate(_painted(map(_tame, kept)))]
    return Part(place.sheet, first, tuple(painted))


def _tame(line: str) -> str:
    """One line of what was handed in, in which everything is shown and nothing obeyed."""
    cut = line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE] + "…"
    return printable(whole(cut)).replace("\n", "⏎")


def _painted(lines: Iterable[str]) -> Iterator[Markup]:
    """Each line with comments, strings and keywords marked; a string over several lines is marked in each."""
    text = "\n".join(lines)
    made, end = [], 0
    for token in _TOKEN.finditer(text):
        made.append(escape(text[end : token.start()]))
        kind = token.lastgroup
        pieces = (Markup('<span class="{}">{}</span>').format(kind, piece) for piece in token[0].split("\n"))
        made.append(Markup("\n").join(pieces))
        end = token.end()
    made.append(escape(text[end:]))
    for line in "".join(made).split("\n"):
        yield Markup(line)  # noqa: S704 - escaped piece by piece above
