"""A student's notebook as it was handed in, to be shown beside its findings: read and drawn, never run.

A notebook is hostile from the first byte to the last. What is kept of it (`kept`) are a few fields of known kinds and
sizes; nbconvert turns these into HTML in a process of its own (`child`, asked by `process`), which has seconds and a
bounded memory; and what comes out is let through cell by cell (`sieve`), a few tags and fewer attributes, so that
nothing in one cell reaches beyond it. The page's policy stands behind all that. Whatever fails, the page is written
without the notebook.
"""

from grader.report.notebook.process import Drawn, DrawnCell, draw

__all__ = ["Drawn", "DrawnCell", "draw"]
