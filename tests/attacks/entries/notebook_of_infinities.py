# Hands in a notebook with numbers that are no JSON, keys that come twice, and integers of ten thousand digits.
# Must be refused, or read without any of them.
# outcome: refused
# says: not JSON
def make(folder, name):
    odd = '{"nbformat": NaN, "nbformat": -Infinity, "metadata": {}, "cells": [], "nbformat_minor": %s}' % ("9" * 10_000)
    (folder / f"{name}.ipynb").write_text(odd)
