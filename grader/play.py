"""Our later part, played with what a submission's earlier functions gave.

While a `Play` is on, functions that stand in for those of other exercises look whether the submission called its own
with the same: equal arrays and numbers to rounding, and for caches the very object that the matching call had made (any
object, where ours is of a call that they did not make: a backward pass is known by its dout as well). Then they give
what that call gave. Where no call fits, or what it gave is of no use, our own function answers.

Only outputs are taken over. A cache is a function's own business: our later part is given ours, with their output in
it where ours holds the output, and it is remembered which object of theirs it stands for.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np

from grader.checks.close import is_telling
from grader.model import Drawn
from grader.sandbox.inside.call import fresh
from grader.trace import ANY, NUMBERS, UNKNOWN, Piece, Tags, Traced, fits, same_numbers

SCALE = 1e4
"""What is larger or smaller than the right answer by more has no mistake that a course knows: a sum over a batch is a
few dozen times its mean. Beyond, what stands behind it would drown, or be drowned, in rounding."""

_playing: ContextVar[Play | None] = ContextVar("playing", default=None)


class StandIn:
    """A function of ours that answers for the submission's while a play is on."""

    def __init__(self, name: str, function: Callable[..., Any]) -> None:
        functools.update_wrapper(self, function)
        self._name, self._function = name, function

    @classmethod
    def of(cls, name: str, function: Any) -> Any:
        """One for this function; classes stand for themselves."""
        return function if isinstance(function, type | cls) else cls(name, function)

    def __call__(self, *given: Any, **named: Any) -> Any:
        """Our own answer, or theirs."""
        play = _playing.get()
        return (
            self._function(*given, **named) if play is None else play.answer(self._name, self._function, given, named)
        )


class Play:
    """One run of our later part. Not used twice: it remembers which objects stand for which."""

    def __init__(
        self,
        calls: Sequence[Traced],
        called: tuple[str, ...],
        wrong: Collection[str],
        outputs: Mapping[str, frozenset[int] | None],
    ) -> None:
        self.called = called
        """The exercises whose functions may answer."""
        self.answered: set[str] = set()
        """Functions that gave something else than ours would."""
        self._calls, self._wrong, self._outputs = calls, wrong, outputs
        self._tags: dict[int, set[int]] = {}
        self._caches: list[Any] = []
        """Of ours, kept so that no other object gets the identity of one."""
        self._theirs: set[int] = set()
        """Numbers of caches that belong to answers of theirs."""

    @contextmanager
    def on(self) -> Iterator[None]:
        """Stand-ins answer by this play meanwhile, in this thread."""
        token = _playing.set(self)
        try:
            yield
        finally:
            _playing.reset(token)

    def answer(self, name: str, function: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """Theirs of the call with the same arguments, where their function is wrong and its answer of use; else ours.

        A backward pass that is right by itself is theirs, too, where it is given the cache of an answer of theirs.
        """
        call = self._call_like(name, function, given, named)
        ours = function(*given, **named)
        if call is None:
            return self._ours(name, ours)
        pieces = (*call.given, *call.named.values())
        is_theirs = name in self._wrong or any(piece.number in self._theirs for piece in pieces)
        indices = self._outputs.get(name, frozenset())
        if indices is None:
            return self._whole(name, ours, call.gave) if is_theirs else ours
        return self._several(name, ours, call.gave, indices, is_theirs=is_theirs)

    def _ours(self, name: str, ours: Any) -> Any:
        """Our own answer, of which we know what is a cache."""
        indices = self._outputs.get(name, frozenset())
        if indices is None or not isinstance(ours, tuple | list):
            return ours
        return type(ours)(each if k in indices else self._cache(each, None, {}) for k, each in enumerate(ours))

    def _whole(self, name: str, ours: Any, gave: Piece) -> Any:
        theirs = _usable(ours, gave)
        if theirs is None or same_numbers(theirs, ours):
            return ours
        self.answered.add(name)
        return theirs

    def _several(self, name: str, ours: Any, gave: Piece, indices: frozenset[int], *, is_theirs: bool) -> Any:
        """Outputs of theirs or ours, and our caches in the place of theirs."""
        parts = gave.parts
        if not isinstance(ours, tuple | list) or parts is None or len(parts) != len(ours):
            return ours
        theirs = {k: _usable(ours[k], parts[k]) for k in indices} if is_theirs else {}
        is_theirs = bool(theirs) and all(value is not None for value in theirs.values())
        if is_theirs and not all(same_numbers(theirs[k], ours[k]) for k in indices):
            self.answered.add(name)
        swaps = {id(ours[k]): theirs[k] for k in indices} if is_theirs else {}
        return type(ours)(
            swaps.get(id(ours[k]), ours[k]) if k in indices else self._cache(ours[k], part, swaps)
            for k, part in enumerate(parts)
        )

    def _cache(self, ours: Any, part: Piece | None, swaps: Mapping[int, Any]) -> Any:
        """Our cache as an object of its own, that stands for theirs, if there is one."""
        made = _with(ours, swaps)
        if isinstance(made, np.ndarray) or (isinstance(made, tuple | list | dict) and made):
            self._caches.append(made)
            tags = self._tags.setdefault(id(made), set())
            if part is not None and part.number != UNKNOWN:
                tags.add(part.number)
                self._theirs.update({part.number} if swaps else ())
        return made

    def _call_like(
        self, name: str, function: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]
    ) -> Traced | None:
        """Their call with these arguments; None if there is none, or several that gave different things."""
        try:
            bound = inspect.signature(function).bind(*given, **named)
        except TypeError:
            return None
        calls = [call for call in self._calls if call.name == name]
        like = [call for call in calls if self._fits(call, bound, self._tags)]
        if not like:
            loose = {cache: tags or ANY for cache, tags in self._tags.items()}
            like = [call for call in calls if self._fits(call, bound, loose)]
        indices = self._outputs.get(name, frozenset())
        return like[0] if like and all(_agree(like[0].gave, call.gave, indices) for call in like[1:]) else None

    @staticmethod
    def _fits(call: Traced, bound: inspect.BoundArguments, tags: Tags) -> bool:
        given, named = bound.args, bound.kwargs
        return (
            len(given) == len(call.given)
            and named.keys() == call.named.keys()
            and all(fits(ours, piece, tags) for ours, piece in zip(given, call.given, strict=True))
            and all(fits(ours, call.named[key], tags) for key, ours in named.items())
        )


def _usable(ours: Any, piece: Piece) -> Any:
    """Their output, where it may be gone on with; else None.

    It is made of finite numbers; an array has about the size of ours, and tells something where ours does: behind zeros
    every answer would be right.
    """
    try:
        value = piece.plain()
        theirs, right = np.asarray(value), np.asarray(ours)
    except ValueError:
        return None
    if theirs.dtype.kind not in "biuf" or right.dtype.kind not in "biuf" or not np.isfinite(theirs).all():
        return None
    if not right.ndim:
        return value
    if is_telling(right) and not (theirs.ndim and is_telling(theirs)):
        return None
    size, wanted = (float(np.abs(each).max(initial=0.0)) for each in (theirs, right))
    within = wanted == 0 or not np.isfinite(wanted) or wanted / SCALE <= size <= wanted * SCALE
    return value if within else None


def _agree(one: Piece, two: Piece, indices: frozenset[int] | None) -> bool:
    """Whether two answers have the same outputs."""
    if indices is None:
        return isinstance(one.value, NUMBERS) and isinstance(two.value, NUMBERS) and same_numbers(one.value, two.value)
    pairs = list(zip(one.parts or (), two.parts or (), strict=False))
    return all(k < len(pairs) and _agree(*pairs[k], None) for k in indices)


def _with(value: Any, swaps: Mapping[int, Any]) -> Any:
    """A copy of the containers, with these objects in the places of others."""
    if id(value) in swaps:
        value = swaps[id(value)]
    if isinstance(value, np.ndarray):
        return value.view()
    if type(value) in (list, tuple):
        return type(value)([_with(each, swaps) for each in value])
    if type(value) is dict:
        return {key: _with(each, swaps) for key, each in value.items()}
    return value


def outputs_among(probe: Callable[..., Mapping[str, Any]], view: Any, name: str, case: Drawn) -> frozenset[int] | None:
    """Which of the values that our function returns the probe hands on as they are; None if it returns just one."""
    returned: list[Any] = []

    def heard(*given: Any, **named: Any) -> Any:
        returned.append(function(*given, **named))
        return returned[-1]

    function = getattr(view, name)
    setattr(view, name, heard)
    try:
        outputs = list(probe(view, **fresh(case.inputs)).values())
    finally:
        setattr(view, name, function)
    if not returned or not isinstance(returned[-1], tuple | list):
        return None
    found = set[int]()
    for output in outputs:
        found.update([k for k, each in enumerate(returned[-1]) if each is output and k not in found][:1])
    return frozenset(found)
