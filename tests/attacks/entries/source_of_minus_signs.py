# Hands in a line of a million minus signs, which overruns the stack of many a parser.
# Must be told that it cannot be parsed; the right file beside it counts.
# outcome: full marks
RIGHT = "import numpy as np\n\ndef l2_penalty(W, reg):\n    return reg * np.sum(W**2), 2 * reg * W\n"


def make(folder, name):
    place = folder / name
    place.mkdir()
    (place / "bomb.py").write_text("x = " + "-" * 1_000_000 + "1\n")
    (place / "penalties.py").write_text(RIGHT)
