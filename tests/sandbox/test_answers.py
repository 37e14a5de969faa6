"""Answers of a worker that was taken over: whatever fits a frame is either what it may be, or refused."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from grader.model import Observation, Status
from grader.sandbox import answers
from grader.sandbox.inside.wire import WireError, WireLimits, frame, receive

SMALL = WireLimits(header_bytes=10_000, body_bytes=10_000, arrays=10)
RAN = {
    "op": "ran",
    "id": 2,
    "status": "ok",
    "arrays": {"loss": np.array(0.5), "dW": np.arange(6.0).reshape(2, 3)},
    "message": "",
    "where": "",
    "changed": ["W"],
    "touched_random_state": False,
    "printed": "hello",
}
SURVEY = {
    "op": "survey",
    "definitions": [{"name": "f", "file": "a.py", "line": 1, "cell": None, "kind": "function"}],
    "facts": [{"file": "a.py", "name": "f", "calls": [["np.sum", 2]], "imports": [["os", 1]], "loops": [3]}],
    "problems": {"a.py": "cannot be parsed"},
}

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([np.zeros(2), np.array(1), np.float32(2), "ok", "infrastructure", "a.py", "loss"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4) | st.tuples(inner, inner)
    ),
    max_leaves=12,
)


def altered(answer: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """The answer with some of its fields replaced by anything."""
    return st.dictionaries(st.sampled_from(sorted(answer)), anything, max_size=4).map(lambda fields: answer | fields)


@given(altered(RAN))
def test_an_observation_holds_arrays_and_clean_text_or_is_refused(answer):
    try:
        seen = answers.observation(answer, 0.0, 1000)
    except (ValueError, TypeError):
        return
    assert isinstance(seen, Observation)
    assert seen.status not in (Status.INFRASTRUCTURE, Status.TIMEOUT, Status.CRASHED)
    assert all(type(array) is np.ndarray and name.isidentifier() for name, array in seen.arrays.items())
    for text in (seen.message, seen.where, *seen.changed):
        assert text.isprintable()
    assert len(seen.printed) <= 1000


@given(altered(SURVEY) | st.fixed_dictionaries({name: st.lists(altered(SURVEY[name][0])) for name in ("definitions",)}))
def test_a_survey_names_files_that_were_handed_in_whatever_it_claims(answer):
    seen = answers.survey(answer, {"a.py"})
    assert {definition.file for definition in seen.definitions} | seen.problems.keys() <= {"a.py"}
    assert all(type(definition.line) is int and definition.name.isprintable() for definition in seen.definitions)


@given(st.sampled_from([RAN, SURVEY]), st.data())
def test_a_frame_with_changed_bytes_is_never_more_than_refused(message, data):
    """Lengths, table, tree and body of a true answer, with some bytes replaced, cut out or put in."""
    whole = bytearray(frame(message))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        size = data.draw(st.integers(0, 3))
        whole[place : place + size] = data.draw(
            st.binary(max_size=3) | st.sampled_from([b"-", b"9" * 30, b"e9", b"[["])
        )
    try:
        received = receive(io.BytesIO(whole), SMALL)
    except (WireError, EOFError):
        return
    assert isinstance(received, dict)
