"""Which hand-ins have text in common that neither the handout nor half of the class has.

Everybody's fingerprints are made elsewhere, in processes that can be ended; here they are numbers only. Those of the
handout are taken out, and those that many have: the lecture's formula, or the only way to write it. What is left of two
hand-ins is compared.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import repeat
from queue import SimpleQueue

import numpy as np

from grader.model import Submission
from grader.overview.fingerprinter import Fingerprinter, NoFingerprints, fingerprinter
from grader.overview.texts import Likeness, Texts

COMMON = 0.05
"""Share of the class from which a fingerprint is everybody's, and at least FEW students."""
FEW = 10
OWN = 40
"""Fingerprints of its own below which a hand-in is too short to be compared: some fifteen lines."""
ALIKE = 0.5
"""Share of the shorter one's fingerprints from which a pair is told."""
LONGEST = 900.0
"""Seconds for the whole class; what is not compared by then is named."""

Prints = dict[str, np.ndarray]


def compare(submissions: Iterable[Submission], handout: Submission, jobs: int) -> Texts:
    """All pairs of hand-ins, read one at a time; `handout` is what everybody was given."""
    with ExitStack() as stack:
        makers: SimpleQueue[Fingerprinter] = SimpleQueue()
        for _ in range(jobs):
            makers.put(stack.enter_context(fingerprinter()))
        prints, left_out = _all_prints(makers, jobs, submissions)
        given = _made(makers, _text(handout))
    given = given if isinstance(given, np.ndarray) else np.empty(0, np.int64)
    own = {student: np.setdiff1d(found, given, assume_unique=True) for student, found in prints.items()}
    own, limit = _rare(own)
    short = [student for student, found in own.items() if len(found) < OWN]
    pairs, closest = _pairs({student: found for student, found in own.items() if len(found) >= OWN})
    return Texts(_how(limit, len(prints), len(short), closest), tuple(left_out), tuple(pairs))


def _all_prints(
    makers: SimpleQueue[Fingerprinter], jobs: int, submissions: Iterable[Submission]
) -> tuple[Prints, list[tuple[str, str]]]:
    """By student; and who has none, with the reason."""
    prints: Prints = {}
    left_out: list[tuple[str, str]] = []
    end = time.monotonic() + LONGEST
    texts = ((submission.student, _text(submission)) for submission in submissions)
    with ThreadPoolExecutor(jobs) as pool:
        for some in _chunks(texts, 8 * jobs):
            made = pool.map(_made, repeat(makers), [text for _, text in some], repeat(end))
            for (student, _), found in zip(some, made, strict=True):
                if isinstance(found, str):
                    left_out.append((student, found))
                else:
                    prints[student] = found
    return prints, left_out


def _chunks(items: Iterable[tuple[str, str]], size: int) -> Iterator[list[tuple[str, str]]]:
    """So many at a time, so that no more texts than these are in memory."""
    chunk: list[tuple[str, str]] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    yield chunk


def _made(makers: SimpleQueue[Fingerprinter], text: str, end: float = float("inf")) -> np.ndarray | str:
    """The fingerprints, or why there are none."""
    if time.monotonic() > end:
        return "there was no time left for it"
    maker = makers.get()
    try:
        return maker.of(text)
    except NoFingerprints as why:
        return str(why)
    finally:
        makers.put(maker)


def _text(submission: Submission) -> str:
    return "\n".join(cell for file in submission.files for cell in file.cells)


def _rare(prints: Mapping[str, np.ndarray]) -> tuple[Prints, int]:
    """Everybody's fingerprints without those that more than a few have, and how many these few are."""
    limit = max(FEW, int(COMMON * len(prints)))
    if not prints:
        return {}, limit
    values, counts = np.unique(np.concatenate(list(prints.values())), return_counts=True)
    common = values[counts > limit]
    return {student: np.setdiff1d(found, common, assume_unique=True) for student, found in prints.items()}, limit


def _pairs(prints: Prints) -> tuple[list[Likeness], float]:
    """Pairs that are alike, and the median of everybody's likeness to the closest other."""
    students = list(prints)
    if len(students) < 2:
        return [], 0.0
    sizes = np.array([len(prints[student]) for student in students])
    _, ids, counts = np.unique(np.concatenate(list(prints.values())), return_inverse=True, return_counts=True)
    owners = np.repeat(np.arange(len(students)), sizes)[np.argsort(ids, kind="stable")]
    bounds = np.concatenate(([0], np.cumsum(counts)))
    found: list[Likeness] = []
    closest = np.zeros(len(students))
    for at, (student, mine) in enumerate(zip(students, np.split(ids, np.cumsum(sizes)[:-1]), strict=True)):
        shared = np.bincount(owners[_places(bounds, counts, mine)], minlength=len(students))
        shared[at] = 0
        shares = shared / np.minimum(sizes, sizes[at])
        closest[at] = shares.max()
        alike = np.flatnonzero((shares >= ALIKE) & (shared >= OWN))
        others = alike[alike > at]  # each pair once
        found += [Likeness(student, students[i], float(shares[i]), int(shared[i])) for i in others]
    return sorted(found, key=lambda each: -each.similarity), float(np.median(closest))


def _places(bounds: np.ndarray, counts: np.ndarray, mine: np.ndarray) -> np.ndarray:
    """Where the owners of these fingerprints stand, in one list: those of fingerprint i from bounds[i] on."""
    lengths = counts[mine]
    before = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    return np.asarray(np.repeat(bounds[mine] - before, lengths) + np.arange(lengths.sum()))


def _how(limit: int, compared: int, short: int, closest: float) -> str:
    few = f" {short} have too little of their own to be compared." if short else ""
    return (
        f"The text of {compared} hand-ins was compared by fingerprints of its tokens, so that names do not matter; "
        f"what the handout or more than {limit} hand-ins have is left out.{few} "
        f"For half of those compared the closest other one shares {100 * closest:.0f} % or more."
    )
