# Hands in a notebook of a few megabytes that comes to gigabytes when it is parsed: ten million empty outputs.
# Must be refused before it is parsed.
# outcome: refused
# says: more than 500,000 parts
# walls: kernel
def make(folder, name):
    with (folder / f"{name}.ipynb").open("w") as out:
        out.write('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "outputs": [')
        out.write("{}," * 9_000_000 + '{}], "source": "x = 1"}]}')
