"""Names of strangers' files, made safe to show and to use for folders of ours."""

from __future__ import annotations

import hashlib
import re
import unicodedata

MOST_BYTES = 120
"""Of a student id: file systems allow 255 for a name, and reports add to it."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that don't show, or change how the text around them shows."""
_SEPARATORS = re.compile(r'[/\\<>:"|?*]')
_RESERVED = re.compile(
    r"((con|prn|aux|nul|com\d|lpt\d)(\..*)?|grades\.csv|students\.csv|faults\.log|ledger\.sqlite.*)$", re.IGNORECASE
)
"""Windows' devices, and the files that stand beside the students' folders."""
_IGNORED = frozenset(
    {"__pycache__", "__MACOSX", "node_modules", "site-packages", "dist-packages", "venv", "virtualenv", "Thumbs.db"}
    | {"desktop.ini"}
)


def left_behind(name: str) -> bool:
    """Whether systems, and nobody else, call a file or folder so; a person may well be called `. Kumar`."""
    return name in {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"} or name.startswith("._")


def ignored(part: str) -> bool:
    """Whether a file or folder of that name is nobody's work: caches, hidden files, installed packages."""
    return part.startswith(".") or part in _IGNORED


def shown(name: str, longest: int = 80) -> str:
    """A name as it can stand in a sentence: visible characters only, not too long."""
    text = visible(name)
    return text if len(text) <= longest else text[: longest // 2] + "…" + text[-longest // 2 + 1 :]


def visible(name: str) -> str:
    """The name in Unicode's composed form, with `_` for every character that does not show."""
    composed = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    return "".join("_" if unicodedata.category(letter) in _INVISIBLE else letter for letter in composed)


def student_id(name: str, taken: set[str]) -> str:
    """A name that is readable, safe as a folder on every system, and none of those taken (compared without case)."""
    clean = _SEPARATORS.sub("_", visible(name)).strip(" .") or "unnamed"
    if _RESERVED.match(clean):
        clean += "_"
    clean = _fitting(clean)
    unique, number = clean, 2
    while unique.casefold() in taken:
        unique, number = f"{clean}-{number}", number + 1
    taken.add(unique.casefold())
    return unique


def _fitting(name: str) -> str:
    """Cut to the limit between letters; what was cut is told apart by a hash. Room is left for a number."""
    if len(name.encode()) <= MOST_BYTES - 8:
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return name.encode()[: MOST_BYTES - 20].decode("utf-8", "ignore").rstrip(" .") + "-" + mark
