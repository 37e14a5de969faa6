# Hands in a notebook whose JSON is nested a hundred thousand times.
# Must be refused with a sentence.
# outcome: refused
# says: nested too deeply
def make(folder, name):
    (folder / f"{name}.ipynb").write_text('{"cells": ' + "[" * 100_000 + "]" * 100_000 + "}")
