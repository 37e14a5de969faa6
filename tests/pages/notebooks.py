"""Notebooks as they are handed in, honest and hostile, and the page that is made of one."""

from __future__ import annotations

import base64
import json
import struct
import zlib

from grader.intake import read_submission
from grader.model import ExerciseReport, GradedFinding, Report, RunBlock, Verdict
from grader.report import html

RUN = RunBlock(wall="process", layers=())
DEFINITION = "def f(x):\n    return x + 1  # wrong\n"


def png(width=6, height=4):
    """A picture of one colour."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"".join(b"\0" + b"\x80\x40\x20" * min(width, 64) for _ in range(min(height, 64)))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"".join(parts)).decode()


def code(source=DEFINITION, *outputs, count=1):
    return {"cell_type": "code", "metadata": {}, "source": source, "execution_count": count, "outputs": list(outputs)}


def words(source, **attachments):
    made = {"cell_type": "markdown", "metadata": {}, "source": source}
    return {**made, "attachments": attachments} if attachments else made


def shown(**data):
    """A displayed output; `text_html` is the key text/html."""
    return {"output_type": "display_data", "metadata": {}, "data": {k.replace("_", "/", 1): v for k, v in data.items()}}


def printed(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


def notebook(*cells, **metadata):
    return json.dumps({"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 4})


def submitted(folder, text, name="hw.ipynb"):
    """As the grader reads it from disk."""
    path = folder / name
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    return read_submission(path, "ada")


def report(found_in="hw.ipynb, cell 1, line 1", where="hw.ipynb, cell 1, line 2"):
    finding = GradedFinding("y", "tiny", True, Verdict.FAIL, 0.0, 2.0, "y is 3; expected 2", "", where)  # noqa: FBT003
    exercise = ExerciseReport("f", "", 0.0, 2.0, 0.0, found_in, findings=(finding,))
    return Report("ada", "hw", RUN, 0.0, 2.0, 0.0, (exercise,))


def page(folder, text, faults=None):
    """The page of a student who handed in this notebook."""
    return html.write(report(), submitted(folder, text), [] if faults is None else faults)


TABLE = """<div><style scoped>.dataframe tbody tr th {vertical-align: top;}</style>
<table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th><th>loss</th></tr></thead>
<tbody><tr><th>0</th><td>2.303</td></tr></tbody></table></div>"""
ERROR = {
    "output_type": "error", "ename": "ValueError", "evalue": "shapes",
    "traceback": ["\x1b[0;31mValueError\x1b[0m: shapes \x1b[38;5;241m(3,)\x1b[0m"],
}  # fmt: skip
HONEST = notebook(
    words("# Softmax\n\nThe loss is $-\\log p_y$, see [numpy](https://numpy.org).\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
    code(DEFINITION, printed("iteration 0: 2.3\riteration 1: 2.2\n"), shown(text_html=TABLE, text_plain="loss"),
         shown(image_png=png(), text_plain="<Figure>"), ERROR),
    words("## A picture\n\n![mine](attachment:a.png)", **{"a.png": {"image/png": png()}}),
    code("f(1)", shown(**{"application_vnd.jupyter.widget-view+json": {"model_id": "1"}, "text_plain": "IntSlider()"}), count=7),
)  # fmt: skip
