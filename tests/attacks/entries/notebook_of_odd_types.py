# Hands in a notebook in which every field has the wrong type.
# Must be refused with a sentence.
# outcome: refused
# says: nothing to grade
import json


def make(folder, name):
    cells = [
        None,
        1,
        {"cell_type": ["code"]},
        {"cell_type": "code", "source": {"a": 1}},
        {"cell_type": "code", "source": [1]},
    ]
    notebook = {"nbformat": "4", "nbformat_minor": None, "metadata": [1], "cells": cells}
    (folder / f"{name}.ipynb").write_text(json.dumps(notebook))
