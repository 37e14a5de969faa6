"""How much of a hand-in is read."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1_000_000


@dataclass(frozen=True)
class IntakeLimits:
    """Ten times what hand-ins of a course need, and small enough for the memory of a laptop."""

    source_bytes: int = 2 * MB
    """One `.py` file, and all code of one notebook: written by hand, nobody comes near it."""
    notebook_bytes: int = 30 * MB
    """One notebook with its outputs, which are shown at most."""
    shown_bytes: int = 12 * MB
    """One notebook that is shown beside its findings; larger ones are graded, and not shown."""
    total_bytes: int = 10 * MB
    """All source of one submission: this much is parsed in the sandbox."""
    files: int = 1000
    """Python files and notebooks of one submission."""
    entries: int = 50_000
    """Anything in a folder or archive; data sets of pictures are large in number."""
    depth: int = 20
    """Folders inside folders."""
    archive_bytes: int = 500 * MB
    """One archive: data sets are often handed in with the code, though they are never unpacked."""
    inner_archive_bytes: int = 50 * MB
    """An archive inside an archive, which is held in memory."""
    directory_bytes: int = 8 * MB
    """An archive's list of members."""
    unpacked_bytes: int = 4000 * MB
    """What an archive says that all its members come to."""
    wanted_bytes: int = 200 * MB
    """The Python files and notebooks among them."""
    ratio: int = 200
    """Packed size to unpacked size of one file; source code packs to a tenth."""
    path_length: int = 400
    """Characters of a path inside a submission."""


NORMAL = IntakeLimits()


def in_words(size: int) -> str:
    """2000000 → `2 MB`, 1500 → `1500 bytes`."""
    return f"{size / MB:g} MB" if size >= MB else f"{size} bytes"
