"""Bytes of a source file as text, in whatever encoding the student's editor chose."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.MULTILINE)
_DECLARABLE = re.compile(
    r"(utf-?8(-sig)?|ascii|us-ascii|(iso-?)?(8859|latin)-?\d+(-\d+)?|(cp|windows-?)\d{3,5}|mac-?\w+|koi8-\w|gbk|gb2312"
    r"|gb18030|big5(hkscs)?|shift-?jis|euc-?(jp|kr)|iso-?2022-?jp)$"
)
"""Encodings that people write in: others that Python knows can be slow, or are no encodings of text."""


def decode(data: bytes) -> tuple[str, str]:
    """The text, and a remark if it had to be guessed (empty if not)."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), ""
    for encoding in (_declared(data), "utf-8", _wide(data)):
        if encoding:
            try:
                return data.decode(encoding), ""
            except UnicodeDecodeError:
                continue
    return data.decode("latin-1"), "is not UTF-8 and was read as Latin-1"


def _declared(data: bytes) -> str:
    """What a comment in the first two lines says, as PEP 263 has it."""
    head = b"\n".join(data[:1000].replace(b"\r", b"\n").split(b"\n")[:2])
    found = _COOKIE.search(head)
    name = found[1].decode("ascii", "replace").lower().replace("_", "-") if found else ""
    if not _DECLARABLE.match(name):
        return ""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of English text is zero."""
    if len(data) % 2 or data.count(0) * 3 < len(data):
        return ""
    return "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"
