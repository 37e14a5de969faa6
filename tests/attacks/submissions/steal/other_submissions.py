# Tries to read what others have handed in and what they were told, whose paths it knows.
# Must be denied.
# outcome: full marks
# unwalled: breach
import glob
import os

import numpy as np


def l2_penalty(W, reg):
    found = glob.glob("@class@/*") + glob.glob("@out@/*/report.json") + glob.glob("/tmp/*")
    for place in ("@class@", "@out@", "@class@/aa_ada.py", "@out@/aa_ada/report.json", "@out@/grades.csv"):
        try:
            os.close(os.open(place, os.O_RDONLY))
        except OSError:
            continue
        found.append(place)
    if found:
        raise AssertionError(f"BREACH {found}")
    return reg * np.sum(W**2), 2 * reg * W
