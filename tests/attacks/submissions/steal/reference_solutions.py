# Tries to read the reference solutions and the rubric, whose paths it knows.
# Must not be able to open or list any of them.
# outcome: full marks
# unwalled: breach
import os

import numpy as np


def l2_penalty(W, reg):
    for top in ("@repo@/reference", "@repo@/rubrics", "@repo@/grader", "@repo@/tests", "@repo@", "/"):
        for attempt in (os.listdir, os.scandir, lambda place: open(place + "/linear_classifiers/penalties.py")):
            try:
                attempt(top)
            except OSError:
                continue
            raise AssertionError(f"BREACH {top}")
    for file in ("reference/linear_classifiers/penalties.py", "rubrics/linear_classifiers.toml", "pyproject.toml"):
        try:
            open("@repo@/" + file)
        except OSError:
            continue
        raise AssertionError(f"BREACH {file}")
    return reg * np.sum(W**2), 2 * reg * W
