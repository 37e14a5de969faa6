"""Why a submitted text is no Python, in one sentence with its place."""

from __future__ import annotations

import re
import sys

LONGEST_SENTENCE = 400
_QUOTE = 60

_PYTHON_2 = (
    (re.compile(r"\s*print\s*(>>|['\"\w])"), "print(...)"),
    (re.compile(r"\s*except\b[^:]*,\s*\w+\s*:"), "except ... as name:"),
    (re.compile(r"\s*raise\s+[\w.]+\s*,"), "raise Error(...)"),
    (re.compile(r"[^#]*`"), "repr(...)"),
    (re.compile(r"[^#'\"]*<>"), "!="),
    (re.compile(r"[^#'\"]*\b\d+[lL]\b"), "the number without L"),
    (re.compile(r"[^#]*\bur['\"]"), "the string without u"),
    (re.compile(r"[^#'\"]*\blambda\s*\("), "lambda with one plain parameter"),
)


def blame(error: BaseException, text: str, place: str) -> str:
    """One sentence: `softmax.py, line 12: ...`. `place` is the file, with the cell of a notebook."""
    if isinstance(error, RecursionError | MemoryError | OverflowError):
        return f"{place}: this is nested too deeply or too large for Python to read"
    if not isinstance(error, SyntaxError):
        what = "NUL bytes" if "null bytes" in str(error) else "characters that are no text"
        return _short(f"{place}: this holds {what}, so it is no Python source")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    number = error.lineno or 1
    line = lines[number - 1] if number <= len(lines) else ""
    where = place if error.lineno is None else f"{place}, line {number}"
    return _short(f"{where}: {_reason(error, line)}")


def _reason(error: SyntaxError, line: str) -> str:
    message = _plain(error.msg or "invalid syntax")
    quote = quoted(line)
    if "null bytes" in message:
        return "this holds NUL bytes, so it is no Python source"
    if isinstance(error, TabError):
        return "the indentation mixes tabs and spaces; use spaces only"
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        return f"{quote} is left over from a merge conflict"
    instead = _python_3(message, line)
    if instead:
        return f"{quote} is Python 2; in Python 3 write {instead}"
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"{quote} cannot be read by Python {version}: {message}" if line.strip() else message


def _python_3(message: str, line: str) -> str:
    """What to write instead of a line of Python 2; empty if it is none."""
    for word in ("print", "exec"):
        if message.startswith(f"Missing parentheses in call to '{word}'"):
            return f"{word}(...)"
    return next((instead for pattern, instead in _PYTHON_2 if pattern.match(line)), "")


def quoted(text: str) -> str:
    """The first line of a statement in back quotes, short enough to stand in a sentence."""
    line = _plain(text.strip().split("\n", 1)[0])
    return "`" + (line if len(line) <= _QUOTE else line[: _QUOTE - 1] + "…") + "`"


def _plain(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= LONGEST_SENTENCE else sentence[: LONGEST_SENTENCE - 1] + "…"
