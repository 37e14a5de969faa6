# Hands in a notebook with magics and shell lines, which a notebook server would obey.
# Must run none of them, and grade the code between them.
# outcome: full marks
import json

CODE = """!touch /tmp/@canary@
%run /tmp/@canary@.py
%load_ext evil
get_ipython().system("touch /tmp/@canary@")
import numpy as np
def l2_penalty(W, reg):
    return reg * np.sum(W**2), 2 * reg * W
"""
SHELL = "%%bash\ntouch /tmp/@canary@\n"


def make(folder, name):
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": 1, "source": source}
        for source in (SHELL, CODE, "%%writefile /tmp/@canary@\nx")
    ]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    (folder / f"{name}.ipynb").write_text(json.dumps(notebook))
