"""A notebook's code cells. A notebook is JSON of unknown shape: what it holds is looked at before it is believed."""

from __future__ import annotations

import json
import re
from typing import Any

from nbformat import reader

MOST_PARTS = 500_000
"""Lists and dictionaries: a hundred times what long notebooks have. Ten million of them, which fit in the bytes that
are read, take a minute and gigabytes to be looked at."""
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)


class NotANotebook(Exception):  # noqa: N818 - a fact about a hand-in, not an error of ours
    """One clause that follows the file's name."""


def code_cells(text: str) -> tuple[str, ...]:
    """The source of each code cell, in order, magics included; a code cell without readable source is empty."""
    try:
        notebook = _as_nbformat_reads_it(text)
    except RecursionError:
        raise NotANotebook("is nested too deeply to be read") from None
    except MemoryError:
        raise NotANotebook("is too large to be read") from None
    language = _language(notebook)
    if not language.startswith(("python", "ipython")):
        raise NotANotebook(f"is a notebook in {language[:20]!r}, not in Python")
    return tuple(_source(cell) for cell in _cells(notebook) if _is_code(cell))


def _as_nbformat_reads_it(text: str) -> dict[str, Any]:
    """Of any version; where nbformat stumbles over one odd cell, the plain JSON, so that the others are not lost."""
    if _parts(text) > MOST_PARTS:
        raise NotANotebook(f"is no notebook: it has more than {MOST_PARTS:,} parts")
    try:
        plain = json.loads(text)
    except ValueError as error:
        place = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) and text.strip() else ""
        raise NotANotebook("is empty" if not text.strip() else f"is no notebook: it is not JSON{place}") from None
    if not isinstance(plain, dict) or not ({"cells", "worksheets"} & plain.keys()):
        raise NotANotebook("is no notebook: it is JSON without cells")
    try:
        read = reader.reads(text)  # type: ignore[no-untyped-call]
    except Exception:  # noqa: BLE001 - whatever an odd shape makes nbformat raise
        return plain
    return read if isinstance(read, dict) else plain


def _parts(text: str) -> int:
    """How many lists and dictionaries the text opens; what stands in strings is looked for only if it matters."""
    opened = text.count("{") + text.count("[")
    if opened > MOST_PARTS:
        bare = _STRING.sub("", text)
        opened = bare.count("{") + bare.count("[")
    return opened


def _cells(notebook: dict[str, Any]) -> list[Any]:
    """Of version 4 and 1 directly, of versions 2 and 3 in worksheets."""
    sheets = notebook.get("worksheets")
    holders = [notebook, *(sheets if isinstance(sheets, list) else [])]
    lists = [holder.get("cells") for holder in holders if isinstance(holder, dict)]
    return [cell for cells in lists if isinstance(cells, list) for cell in cells]


def _is_code(cell: object) -> bool:
    return isinstance(cell, dict) and cell.get("cell_type") == "code"


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", cell.get("input", cell.get("code", "")))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def _language(notebook: dict[str, Any]) -> str:
    metadata = notebook.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    for block, key in (("language_info", "name"), ("kernelspec", "language")):
        found = metadata.get(block)
        if isinstance(found, dict) and isinstance(found.get(key), str) and found[key]:
            return str(found[key]).lower()
    return "python"
