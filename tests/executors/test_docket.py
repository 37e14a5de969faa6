"""Who is suspected when a worker dies, and what becomes of it."""

from __future__ import annotations

import pytest

from grader.batch.docket import QUARANTINED, TRIES, Docket, Entry
from grader.model import Submission

A, B, C = (Submission(name) for name in "abc")


def test_submissions_are_read_when_they_are_asked_for() -> None:
    """One is read ahead, to know whether there is another."""
    read = []
    docket: Docket[Submission] = Docket(read.append(each) or each for each in (A, B, C))
    assert read == []
    assert not docket.is_empty
    assert read == [A]
    assert given(docket).item == A
    assert read == [A]


def test_one_that_was_in_a_dead_workers_hands_is_tried_alone_once_more() -> None:
    """It comes back as a suspect, not among the others."""
    docket: Docket[Submission] = Docket([A])
    entry = given(docket)
    assert docket.struck(entry) is None
    assert docket.next() is None
    assert docket.suspects == 1
    assert docket.next_suspect() is entry
    assert entry.suspected


def test_two_dead_workers_are_enough() -> None:
    """It is given up, with a sentence, and no third worker dies of it."""
    docket: Docket[Submission] = Docket([A])
    entry = given(docket)
    said = [docket.struck(entry) for _ in range(TRIES)]
    assert said == [None, QUARANTINED]
    assert "2 workers died" in QUARANTINED.why


@pytest.mark.parametrize("deaths", [0, 1])
def test_what_was_put_back_is_as_suspect_as_before(deaths: int) -> None:
    """A scheduler that went away is nobody's guilt."""
    docket: Docket[Submission] = Docket([])
    entry = Entry(A, deaths)
    docket.put_back(entry)
    assert (docket.next(), docket.next_suspect()) == ((None, entry) if deaths else (entry, None))


def test_the_rest_is_given_up_at_once() -> None:
    """Suspects first."""
    docket: Docket[Submission] = Docket([A, B, C])
    docket.struck(given(docket))
    assert list(docket.rest()) == [A, B, C]
    assert docket.is_empty


def given(docket: Docket[Submission]) -> Entry[Submission]:
    entry = docket.next()
    assert entry is not None
    return entry
