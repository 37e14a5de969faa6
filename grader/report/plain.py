"""Strangers' text made safe to look at: nothing in it moves a cursor, turns a line round or hides.

Names, messages and printed output may hold anything. What a terminal or a browser would obey instead of show
(control characters, overrides of the writing direction, invisible marks, halves of surrogate pairs) is replaced
by something visible. Letters of every script stay as they are, with the joiners that some of them need.
"""

from __future__ import annotations

import re
import unicodedata

_JOINERS = "\u200c\u200d"
_OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Control, format, surrogate, line and paragraph separator."""
_PLAINLY_SHOWN = re.compile(r"[ -~\n\t\u00a1-\u00ac\u00ae-\u02ff\u0370-\u03ff\u2010-\u2027\u2030-\u205e\u2070-\u27bf]*")
"""Letters and signs that most text keeps to, none of them obeyed: looked at in one go."""


_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)


def printable(text: str) -> str:
    """`text` with line breaks and tabs kept and everything else that is not shown made visible."""
    if _PLAINLY_SHOWN.fullmatch(text):
        return text
    text = re.sub(r"\r\n?|[\u0085\u2028\u2029]", "\n", text)
    return "".join(map(_visible, text))


def tamed(text: str) -> str:
    """`printable` for megabytes: what acts on other characters is made visible, the rest is not looked at singly."""
    return _ACTING.sub(lambda found: _visible(found[0]), text)


def one_line(text: str, limit: int = 0) -> str:
    """`text` as a single line, blanks collapsed; cut with an ellipsis after `limit` characters, if one is given."""
    line = " ".join(printable(text).split())
    return line if not limit or len(line) <= limit else line[: limit - 1].rstrip() + "…"


def whole(text: str) -> str:
    r"""`text` as valid Unicode: half a surrogate pair becomes the six characters of its escape (`\udcff`)."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def _visible(char: str) -> str:
    """The character itself if it is one that is shown; else its control picture or its number."""
    if char in "\n\t" or char in _JOINERS or unicodedata.category(char) not in _OBEYED:
        return char
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"
