"""Old habits that still run: Python 2 names, compatibility packages, and numpy names removed over the years.

Only what has one plain meaning today is given; nothing here changes what current code does.
"""

from __future__ import annotations

import builtins
import collections
import collections.abc
import copyreg
import functools
import importlib
import inspect
import io
import itertools
import pickle
import queue
import sys
import time
import types
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Self

import numpy as np

PYTHON_2_BUILTINS: dict[str, Any] = {
    "xrange": range,
    "unicode": str,
    "basestring": str,
    "long": int,
    "unichr": chr,
    "raw_input": input,
    "reduce": functools.reduce,
    "reload": importlib.reload,
    "intern": sys.intern,
    "cmp": lambda a, b: (a > b) - (a < b),
}


class Bar:
    """A progress bar that shows nothing: iterates over what it was given."""

    def __init__(self, iterable: Iterable[Any] = (), *_: Any, **__: Any) -> None:
        self.iterable = iterable

    def __iter__(self) -> Iterator[Any]:
        return iter(self.iterable)

    def __len__(self) -> int:
        return len(self.iterable)  # type: ignore[arg-type]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def __getattr__(self, name: str) -> Callable[..., None]:
        """Any method of a bar: update, close, set_description."""
        if name.startswith("__"):
            raise AttributeError(name)
        return nothing


class Shell:
    """What `get_ipython()` gives: takes every magic and does nothing."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        """Any method: run_line_magic, system."""
        if name.startswith("__"):
            raise AttributeError(name)
        return nothing


def nothing(*_: Any, **__: Any) -> None:
    """Takes anything, does nothing."""


def _unchanged(*given: Any, **__: Any) -> Any:
    """A decorator, bare or called with options, that leaves the function as it is."""
    if len(given) == 1 and inspect.isfunction(given[0]):
        return given[0]
    return lambda function: function


def _listed(function: Callable[..., Iterable[Any]]) -> Callable[..., list[Any]]:
    return lambda *given, **named: list(function(*given, **named))


def _old_div(a: Any, b: Any) -> Any:
    return a // b if isinstance(a, int) and isinstance(b, int) else a / b


def _past_builtins() -> dict[str, Any]:
    lists = {name: _listed(getattr(builtins, name)) for name in ("range", "map", "filter", "zip")}
    return {**PYTHON_2_BUILTINS, **lists, "dict": dict, "str": str, "int": int, "chr": chr, "list": list}


def _modern_builtins() -> dict[str, Any]:
    return {name: value for name, value in vars(builtins).items() if not name.startswith("_")}


def _six() -> dict[str, Any]:
    return {
        "PY2": False,
        "PY3": True,
        "string_types": (str,),
        "integer_types": (int,),
        "text_type": str,
        "binary_type": bytes,
        "iteritems": lambda mapping: iter(mapping.items()),
        "iterkeys": lambda mapping: iter(mapping.keys()),
        "itervalues": lambda mapping: iter(mapping.values()),
        "with_metaclass": lambda meta, *bases: meta("with_metaclass", bases, {}),
    }


def _six_moves() -> dict[str, Any]:
    modern = {name: getattr(builtins, name) for name in ("range", "map", "filter", "zip", "input")}
    return {
        **PYTHON_2_BUILTINS,
        **modern,
        "cPickle": pickle,
        "copyreg": copyreg,
        "queue": queue,
        "builtins": builtins,
        "zip_longest": itertools.zip_longest,
        "StringIO": io.StringIO,
    }


def _pylab() -> dict[str, Any]:
    """What `%pylab` brings: numpy's names, its random numbers', and pictures that nobody sees."""
    drawing = ("figure", "plot", "show", "title", "xlabel", "ylabel", "legend", "imshow", "savefig")
    return {**_public(np), **_public(np.random), "np": np, "numpy": np, **dict.fromkeys(drawing, nothing)}


def _public(module: types.ModuleType) -> dict[str, Any]:
    return {name: getattr(module, name) for name in module.__all__}


SHIMS: dict[str, Callable[[], dict[str, Any]]] = {
    "past": dict,
    "past.builtins": _past_builtins,
    "past.utils": lambda: {"old_div": _old_div, "PY2": False, "PY3": True},
    "future": dict,
    "future.builtins": _modern_builtins,
    "future.utils": lambda: {**_six(), "viewitems": dict.items, "raise_": nothing},
    "future.standard_library": lambda: {"install_aliases": nothing, "install_hooks": nothing},
    "__builtin__": lambda: {**_modern_builtins(), **PYTHON_2_BUILTINS},
    "six": _six,
    "six.moves": _six_moves,
    "six.moves.cPickle": lambda: dict(vars(pickle)),
    "cPickle": lambda: dict(vars(pickle)),
    "cStringIO": lambda: {"StringIO": io.StringIO},
    "StringIO": lambda: {"StringIO": io.StringIO},
    "Queue": lambda: dict(vars(queue)),
    "numba": lambda: {"jit": _unchanged, "njit": _unchanged, "prange": range},
    "pylab": _pylab,
    "tqdm": lambda: {"tqdm": Bar, "trange": lambda *given, **_: Bar(range(*given)), "tqdm_notebook": Bar},
    "tqdm.auto": lambda: {"tqdm": Bar, "trange": lambda *given, **_: Bar(range(*given))},
    "tqdm.notebook": lambda: {"tqdm": Bar, "trange": lambda *given, **_: Bar(range(*given))},
    "IPython": lambda: {"get_ipython": Shell, "display": nothing},
    "IPython.display": lambda: dict.fromkeys(("display", "clear_output", "Image", "HTML", "Markdown"), nothing),
}
"""Packages of old or optional habit, used only where the real ones are not installed."""


def shim(name: str) -> types.ModuleType:
    """A fresh module of that name; KeyError if there is no such shim."""
    module = types.ModuleType(name)
    module.__dict__.update({key: value for key, value in SHIMS[name]().items() if not key.startswith("__")})
    module.__path__ = []
    return module


def _old_numpy() -> dict[str, Any]:
    """Names that numpy dropped, and what replaces them in numpy's own release notes."""
    types_ = {"int": int, "float": float, "bool": bool, "object": object, "str": str, "complex": complex, "long": int}
    scalars = {
        "unicode": str,
        "float_": np.float64,
        "complex_": np.complex128,
        "cfloat": np.complex128,
        "singlecomplex": np.complex64,
        "string_": np.bytes_,
        "unicode_": np.str_,
        "longfloat": np.longdouble,
    }
    constants = {
        **dict.fromkeys(("Inf", "Infinity", "infty", "PINF"), np.inf),
        "NINF": -np.inf,
        **dict.fromkeys(("NaN", "NAN"), np.nan),
        "PZERO": 0.0,
        "NZERO": -0.0,
    }
    return {**types_, **scalars, **constants, "mat": np.asmatrix, "source": nothing}


def _quiet_numpy() -> dict[str, Any]:
    """Functions that are gone or warn, depending on the version."""
    trapezoid = getattr(np, "trapezoid", None) or vars(np).get("trapz")
    return {
        "product": np.prod,
        "cumproduct": np.cumprod,
        "alltrue": np.all,
        "sometrue": np.any,
        "round_": np.round,
        "row_stack": np.vstack,
        "trapz": trapezoid,
        "in1d": _in1d,
        "asscalar": lambda a: np.asarray(a).item(),
        "asfarray": lambda a, dtype=np.float64: np.asarray(a, dtype=dtype),
        "alen": len,
        "rank": np.ndim,
        "msort": lambda a: np.sort(a, axis=0),
    }


def _in1d(ar1: Any, ar2: Any, assume_unique: bool = False, invert: bool = False) -> Any:  # noqa: FBT001, FBT002 - numpy's own
    return np.isin(np.asarray(ar1).ravel(), ar2, assume_unique=assume_unique, invert=invert)


def _old_library() -> list[tuple[Any, dict[str, Any]]]:
    abstract = {name: getattr(collections.abc, name) for name in collections.abc.__all__}
    lazy = {"izip": zip, "imap": map, "ifilter": filter, "izip_longest": itertools.zip_longest}
    return [
        (collections, abstract),
        (itertools, lazy),
        (time, {"clock": time.perf_counter}),
        (inspect, {"getargspec": inspect.getfullargspec}),
        (sys, {"maxint": sys.maxsize}),
        (np, _old_numpy()),
    ]


class Habits:
    """Puts the old names in place, in this process, and can take them away again."""

    _lasting = False

    def __init__(self) -> None:
        self._before: list[tuple[Any, str, bool, Any]] = []

    @classmethod
    def settle(cls) -> None:
        """In place for good, here and in whatever is forked from here: each child would have to write the same anew."""
        cls().install()
        cls._lasting = True

    def install(self) -> None:
        """Missing names are added; numpy's dropped functions are replaced by quiet ones."""
        if self._lasting:
            return
        for module, names in _old_library():
            for name, value in names.items():
                if name not in vars(module):
                    self._set(module, name, value)
        for name, value in _quiet_numpy().items():
            self._set(np, name, value)

    def remove(self) -> None:
        """As it was before."""
        while self._before:
            module, name, present, value = self._before.pop()
            if present:
                setattr(module, name, value)
            else:
                delattr(module, name)

    def _set(self, module: Any, name: str, value: Any) -> None:
        self._before.append((module, name, name in vars(module), vars(module).get(name)))
        setattr(module, name, value)
