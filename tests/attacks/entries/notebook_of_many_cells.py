# Hands in a notebook of ten thousand cells, the right function in the last of them.
# Must be read, and earn what it is worth.
# outcome: full marks
# walls: kernel
import json

RIGHT = "import numpy as np\n\ndef l2_penalty(W, reg):\n    return reg * np.sum(W**2), 2 * reg * W\n"


def make(folder, name):
    cell = '{"cell_type": "code", "source": "x = 1"}'
    last = '{"cell_type": "code", "source": %s}' % json.dumps(RIGHT)
    text = '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [%s]}'
    (folder / f"{name}.ipynb").write_text(text % ",".join([cell] * 9_999 + [last]))
