"""Stand-ins for what a hand-in imports and the sandbox does not have.

`import matplotlib.pyplot as plt` must not cost the functions beside it: the name is bound to a placeholder, and only
using it raises, with a sentence that says what is missing and where it was asked for.
"""

from __future__ import annotations

from typing import Any, NoReturn

from .shelf import is_library


class Absent(ImportError):  # noqa: N818 - read aloud in messages and handlers
    """Something was used that could not be imported; the sentence says what and where."""


class Placeholder:
    """Bound in place of what is missing; every use of it raises Absent."""

    def __init__(self, sentence: str) -> None:
        self.__dict__["sentence"] = sentence

    def __getattr__(self, name: str) -> NoReturn:
        """Python's own questions (`__wrapped__`…) are answered with no, everything else is a use."""
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        raise Absent(self.__dict__["sentence"])

    def __repr__(self) -> str:
        return f"<missing: {self.__dict__['sentence']}>"


def _raise(self: Placeholder, *_: Any, **__: Any) -> NoReturn:
    raise Absent(self.__dict__["sentence"])


_USES = """
    call setattr delattr getitem setitem delitem iter next len contains enter exit bool int float index array
    mro_entries add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod rmod pow rpow matmul rmatmul
    neg pos abs lt le gt ge and rand or ror await aiter
"""
for _use in _USES.split():
    setattr(Placeholder, f"__{_use}__", _raise)


def sentence_for(error: ImportError, place: str) -> str:
    """Why an import failed, as a sentence that still makes sense far away from it."""
    name = (error.name or "").lstrip(".")
    top = name.partition(".")[0]
    if not isinstance(error, ModuleNotFoundError) or not name:
        return f"{error} ({place})"
    if is_library(top) and not (error.name or "").startswith("."):
        return f"{top} is not installed here ({place})"
    return f"{name} was not handed in and is not installed here ({place})"
