# Hands in files whose names hold line breaks, escape sequences, reversed text, markup and bytes that are no text.
# Must be read, and shown without obeying any of them.
# outcome: full marks
import os

RIGHT = "import numpy as np\n\ndef l2_penalty(W, reg):\n    return reg * np.sum(W**2), 2 * reg * W\n"
NAMES = [
    "a\nb.py",
    "\x1b[31mred.py",
    "\u202eyp.txt.py",
    "<script>alert(1)</script>.py".replace("/", "_"),
    "-rf.py",
    "$(id).py",
]


def make(folder, name):
    place = folder / name
    place.mkdir()
    for file in NAMES:
        (place / file).write_text("def helper():\n    pass\n")
    with open(os.fsencode(place) + b"/\xff\xfe.py", "w") as out:
        out.write("def other():\n    pass\n")
    (place / "penalties.py").write_text(RIGHT)
