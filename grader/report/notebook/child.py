"""Turns notebooks into HTML, one after the other, in a process of its own: `python -m grader.report.notebook.child`.

Reads a length and so many bytes of a notebook from standard input, and answers in the same way with JSON, until there
is no more input. Parsers of Markdown and of code may take for ever on what was written for that; this process may be
killed.
"""

from __future__ import annotations

import hashlib
import json
import struct
import sys
from typing import Any, BinaryIO

import nbformat
from nbconvert import HTMLExporter, TemplateExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbformat import NotebookNode
from traitlets.config import Config

from grader.report.notebook.kept import KINDS, Keeper
from grader.report.notebook.sieve import sieved

MEMORY = 2 << 30
"""Bytes of address space; what is kept of a notebook needs a tenth."""
LIFE = 900
"""Seconds of CPU time, for all notebooks that it draws: it ends, though nobody is there any more to kill it."""
PAGE = 12_000_000
"""Characters of all cells together."""
WHOLE = {"metadata": {}, "nbformat": 4, "nbformat_minor": 4}
"""What a notebook has beside its cells."""
TEMPLATE = """
{%- extends 'display_priority.j2' -%}
{% block any_cell %}{{ resources.seam }}{{ super() }}{% endblock %}
{% block input %}{{ cell.source | highlight_code(metadata=cell.metadata) }}{% endblock %}
{% block output_group %}{{ resources.seam }}{{ super() }}{% endblock %}
{% block stream_stdout %}<pre class="printed">{{ output.text | ansi2html }}</pre>{% endblock %}
{% block stream_stderr %}<pre class="printed stderr">{{ output.text | ansi2html }}</pre>{% endblock %}
{% block error %}<pre class="printed trouble">{{ output.traceback[0] | ansi2html }}</pre>{% endblock %}
{% block data_text %}<pre class="printed">{{ output.data['text/plain'] | ansi2html }}</pre>{% endblock %}
{% block data_html %}{{ output.data['text/html'] }}{% endblock %}
{% block data_markdown %}{{ output.data['text/markdown'] | markdown2html }}{% endblock %}
{% block data_png %}
<img src="data:image/png;base64,{{ output.data['image/png'] }}" alt="a picture that this cell made">
{% endblock %}
{% block data_jpg %}
<img src="data:image/jpeg;base64,{{ output.data['image/jpeg'] }}" alt="a picture that this cell made">
{% endblock %}
{% block markdowncell %}{{ cell.source | markdown2html }}{% endblock %}
{% block rawcell %}<pre>{{ cell.source | escape_html }}</pre>{% endblock %}
"""
"""The least that nbconvert needs to be told; its own templates bring frames and scripts, and take longer."""


def main() -> None:
    """Until standard input ends."""
    _limit()
    exporter = make_exporter()
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    while head := asked.read(4):
        answer = json.dumps(drawn(exporter, _read(asked, struct.unpack(">I", head)[0]))).encode()
        answers.write(struct.pack(">I", len(answer)) + answer)
        answers.flush()


class Exporter(HTMLExporter):
    """nbconvert's, without what it does to the whole page afterwards: that takes three times as long as making it."""

    def from_notebook_node(self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any) -> Any:
        """The HTML of all cells, one after the other."""
        return TemplateExporter.from_notebook_node(self, nb, resources, **kw)


def make_exporter() -> Exporter:
    """Made once: loading it takes longer than most notebooks."""
    config = Config({"HTMLExporter": {"exclude_anchor_links": True, "preprocessors": [], "default_preprocessors": []}})
    exporter = Exporter(raw_template=TEMPLATE, config=config)  # type: ignore[no-untyped-call]
    highlight = Highlight2HTML(pygments_lexer="python", parent=exporter)  # type: ignore[no-untyped-call]
    exporter.register_filter("highlight_code", highlight)  # type: ignore[no-untyped-call]
    return exporter


def drawn(exporter: Exporter, raw: bytes) -> dict[str, Any]:
    """`cells`, each with kind, count, source and outputs as HTML; and how many were left out. Or `failed`, and why."""
    try:
        notebook = Keeper().keep(raw.decode("utf-8", "replace"))
        return _cells(exporter, notebook, hashlib.sha256(raw).hexdigest())
    except Exception as error:  # noqa: BLE001 - whatever a strange notebook makes the libraries raise
        return {"failed": f"{type(error).__name__}: {error}"[:500]}


def _cells(exporter: Exporter, notebook: NotebookNode, seal: str) -> dict[str, Any]:
    """Cut apart at seams that no notebook can hold: they are named by its own hash."""
    seam = f"\0{seal}\0"
    pictures = frozenset(_pictures(notebook))
    try:
        pieces = _converted(exporter, notebook, seam)
    except Exception:  # noqa: BLE001 - one cell breaks it: then the others are drawn without that one
        pieces = [_alone(exporter, cell, seam) for cell in notebook.cells]
    cells: list[dict[str, Any]] = []
    room = PAGE
    for cell, (source, output) in zip(notebook.cells, pieces, strict=True):
        shown = {"source": sieved(source, pictures), "output": sieved(output, pictures)}
        room -= sum(map(len, shown.values()))
        if room < 0:
            break
        cells.append({"kind": cell.cell_type, "count": cell.get("execution_count"), **shown})
    return {"cells": cells, "left_out": notebook.metadata.left_out + len(notebook.cells) - len(cells)}


def _converted(exporter: Exporter, notebook: NotebookNode, seam: str) -> list[tuple[str, str]]:
    """Source and outputs of each cell."""
    text, _ = exporter.from_notebook_node(notebook, resources={"seam": seam})
    pieces = text.split(seam)[1:]
    found: list[tuple[str, str]] = []
    for cell in notebook.cells:
        source = pieces.pop(0)
        found.append((source, pieces.pop(0) if cell.get("outputs") else ""))
    if pieces:
        raise ValueError("more pieces than cells")
    return found


def _alone(exporter: Exporter, cell: NotebookNode, seam: str) -> tuple[str, str]:
    """One cell by itself; as it was typed, where it cannot be drawn."""
    try:
        return _converted(exporter, nbformat.from_dict({**WHOLE, "cells": [cell]}), seam)[0]  # type: ignore[no-untyped-call]
    except Exception:  # noqa: BLE001 - see above
        typed = cell.source.replace("&", "&amp;").replace("<", "&lt;")
        return f"<pre>{typed}</pre>", "<pre>(its outputs could not be shown)</pre>" if cell.get("outputs") else ""


def _pictures(notebook: NotebookNode) -> list[str]:
    """The addresses of all pictures that were kept: no other is let through."""
    held = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", ())]
    held += [data for cell in notebook.cells for data in cell.get("attachments", {}).values()]
    return [f"data:{kind};base64,{data[kind]}" for data in held for kind in KINDS if kind in data]


def _read(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise SystemExit
    return data


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (LIFE, LIFE))
    except (ImportError, ValueError, OSError):
        return


if __name__ == "__main__":
    main()
