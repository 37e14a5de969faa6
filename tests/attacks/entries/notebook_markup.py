# Hands in a notebook whose outputs, metadata and cells are hostile markup.
# Must be graded by its code; no report may hold the markup unescaped.
# outcome: full marks
import json

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>"
CODE = f"import numpy as np\n\ndef l2_penalty(W, reg):\n    '''{EVIL}'''\n    print('{EVIL}')\n    return reg * np.sum(W**2), 2 * reg * W\n"


def make(folder, name):
    output = {"output_type": "display_data", "data": {"text/html": EVIL, "application/javascript": "alert(1)"}}
    cells = [
        {"cell_type": "markdown", "metadata": {"name": EVIL}, "source": EVIL},
        {
            "cell_type": "code",
            "metadata": {"tags": [EVIL]},
            "outputs": [output],
            "execution_count": EVIL,
            "source": CODE,
        },
    ]
    metadata = {
        "title": EVIL,
        "authors": [EVIL],
        "widgets": {EVIL: EVIL},
        "kernelspec": {"name": EVIL, "language": "python"},
    }
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}
    (folder / f"{name}.ipynb").write_text(json.dumps(notebook))
