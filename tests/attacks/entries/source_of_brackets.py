# Hands in brackets, attributes, calls and comprehensions inside one another, thousands deep.
# Must be told that it cannot be parsed; the right file beside it counts.
# outcome: full marks
RIGHT = "import numpy as np\n\ndef l2_penalty(W, reg):\n    return reg * np.sum(W**2), 2 * reg * W\n"


def make(folder, name):
    place = folder / name
    place.mkdir()
    (place / "brackets.py").write_text("x = " + "(" * 10_000 + ")" * 10_000 + "\n")
    (place / "attributes.py").write_text("x = y" + ".a" * 100_000 + "\n")
    (place / "calls.py").write_text("x = f" + "()" * 100_000 + "\n")
    (place / "sums.py").write_text("x = " + "1 + " * 100_000 + "1\n")
    (place / "branches.py").write_text("if x: pass\n" + "elif x: pass\n" * 20_000)
    (place / "penalties.py").write_text(RIGHT)
