"""What is kept of a notebook: sources, and outputs of a few kinds, none of them longer than a person reads.

The result is built anew from checked strings: no metadata, no widgets, no scripts, no pictures but PNG and JPEG.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
from collections.abc import Iterator
from typing import Any

import nbformat
from nbformat import NotebookNode

from grader.report.plain import whole

CELLS = 400
"""Cells that are shown: four times what assignments have."""
SOURCE, TEXT, HTML = 20_000, 8_000, 100_000
"""Characters of one cell's source, of its printed output, and of one HTML table."""
OUTPUTS = 30
"""Outputs of one cell."""
PICTURE, PICTURES = 1_500_000, 6_000_000
"""Characters of one picture in base64, and of all of them: notebooks of a course have less, and phones open it."""
PIXELS = 16_000_000
"""Of one picture; a few kilobytes can unpack to gigabytes."""
KINDS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
"""Pictures that are shown, by how their bytes begin."""

_COLOURS = re.compile(
    r"(\x1b\[[0-9;]{0,30}m)|\x1b\[[0-?]{0,30}[ -/]{0,5}[@-~]|\x1b\][^\x07\x1b\n]{0,200}(?:\x07|\x1b\\)?"
)
"""Escape sequences: those that set colours, and those that do anything else."""


class Keeper:
    """Goes through one notebook once, and counts what it has let through."""

    def __init__(self) -> None:
        self._pictures = 0

    def keep(self, text: str) -> NotebookNode:
        """A notebook of version 4 with what may be shown. Raises whatever nbformat raises for what is no notebook."""
        notebook = nbformat.reads(text, as_version=4, capture_validation_error={})  # type: ignore[no-untyped-call]
        cells = [cell for cell in notebook["cells"] if isinstance(cell, dict)]
        language = {"name": "python", "pygments_lexer": "python"}
        kept = {
            "cells": [self._cell(cell) for cell in cells[:CELLS]],
            "metadata": {"language_info": language, "left_out": max(len(cells) - CELLS, 0)},
            "nbformat": 4,
            "nbformat_minor": 4,
        }
        return nbformat.from_dict(kept)  # type: ignore[no-untyped-call, no-any-return]

    def _cell(self, cell: dict[str, Any]) -> dict[str, Any]:
        kind = cell.get("cell_type")
        source = _cut(_text(cell.get("source")), SOURCE)
        if kind == "code":
            count = cell.get("execution_count")
            count = count if type(count) is int and 0 <= count < 10**6 else None
            outputs = list(self._outputs(cell.get("outputs")))
            return {"cell_type": "code", "source": source, "execution_count": count, "outputs": outputs, "metadata": {}}
        if kind == "markdown":
            attachments = dict(self._attachments(cell.get("attachments")))
            return {"cell_type": "markdown", "source": source, "attachments": attachments, "metadata": {}}
        return {"cell_type": "raw", "source": source, "metadata": {}}

    def _outputs(self, outputs: Any) -> Iterator[dict[str, Any]]:
        found = [output for output in outputs if isinstance(output, dict)] if isinstance(outputs, list) else []
        for output in found[:OUTPUTS]:
            kind = output.get("output_type")
            if kind == "stream":
                name = "stderr" if output.get("name") == "stderr" else "stdout"
                yield {"output_type": "stream", "name": name, "text": _terminal(output.get("text"))}
            elif kind == "error":
                lines = output.get("traceback")
                said = "\n".join(map(_text, lines)) if isinstance(lines, list) else ""
                said = said or f"{_text(output.get('ename'))}: {_text(output.get('evalue'))}"
                yield {"output_type": "error", "ename": "", "evalue": "", "traceback": [_terminal(said)]}
            elif kind in ("display_data", "execute_result"):
                data = output.get("data")
                shown = self._best(data if isinstance(data, dict) else {})
                yield {"output_type": "display_data", "metadata": {}, "data": shown}
        if len(found) > OUTPUTS:
            yield _word(f"{len(found) - OUTPUTS} more outputs are left out")

    def _best(self, data: dict[str, Any]) -> dict[str, str]:
        """One form of an output that offers several: the one that shows most, of those that may be shown."""
        for kind in KINDS:
            if kind in data:
                picture = self._picture(kind, data[kind])
                return (
                    {kind: picture} if picture else {"text/plain": "(a picture is left out: it is too large, or none)"}
                )
        if any("widget" in str(kind) for kind in data):
            return {"text/plain": "(a widget is left out: it needs the program that made it)"}
        html = _text(data.get("text/html"))
        if html and len(html) <= HTML:
            return {"text/html": html}
        for kind in ("text/markdown", "text/plain", "text/latex"):
            if kind in data:
                made = "text/markdown" if kind == "text/markdown" else "text/plain"
                return {made: _cut(_text(data[kind]), TEXT)}
        odd = ", ".join(sorted(str(kind) for kind in data))[:100]
        return {"text/plain": f"(an output is left out: {odd or 'it is empty'})"}

    def _picture(self, kind: str, data: Any) -> str:
        """The picture in base64; empty if it is none, or too large."""
        text = "".join(_text(data).split())
        if not text or len(text) > PICTURE or self._pictures + len(text) > PICTURES:
            return ""
        try:
            content = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            return ""
        if not content.startswith(KINDS[kind]) or not 0 < _pixels(kind, content) <= PIXELS:
            return ""
        self._pictures += len(text)
        return text

    def _attachments(self, attachments: Any) -> Iterator[tuple[str, dict[str, str]]]:
        for name, data in attachments.items() if isinstance(attachments, dict) else ():
            for kind in KINDS:
                picture = self._picture(kind, data[kind]) if isinstance(data, dict) and kind in data else ""
                if picture:
                    yield str(name), {kind: picture}


def _pixels(kind: str, content: bytes) -> int:
    """Width times height as the file's head says; 0 if it does not say."""
    try:
        if kind == "image/png":
            width, height = struct.unpack(">II", content[16:24])
            return int(width * height)
        place = 2
        while content[place] == 0xFF:
            marker, length = content[place + 1], struct.unpack(">H", content[place + 2 : place + 4])[0]
            if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
                height, width = struct.unpack(">HH", content[place + 5 : place + 9])
                return int(width * height)
            place += 2 + length
    except (struct.error, IndexError):
        pass
    return 0


def _text(value: Any) -> str:
    """A string, or a list of its lines, as valid Unicode; empty for anything else."""
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    return whole(value) if isinstance(value, str) else ""


def _terminal(value: Any) -> str:
    """Printed text: of what a terminal would obey, colours stay."""
    text = _COLOURS.sub(lambda found: found[1] or "", _text(value)[: 4 * TEXT])
    lines = (line.rstrip("\r").rsplit("\r", 1)[-1] for line in text.split("\n"))  # a progress bar's last state
    return _cut("\n".join(lines), TEXT)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}\n… ({len(text) - most:,} more characters are left out)"


def _word(said: str) -> dict[str, Any]:
    return {"output_type": "display_data", "metadata": {}, "data": {"text/plain": f"({said})"}}
