# Hands in constants that a compiler would fold to gigabytes.
# Must harm nobody; the right file beside it counts.
# outcome: full marks
RIGHT = "import numpy as np\n\ndef l2_penalty(W, reg):\n    return reg * np.sum(W**2), 2 * reg * W\n"


def make(folder, name):
    place = folder / name
    place.mkdir()
    (place / "fold.py").write_text("x = (1 << 10**9)\ny = 'x' * 10**10\nz = ((((9 ** 9) ** 9) ** 9) ** 9)\n" * 100)
    (place / "digits.py").write_text("x = " + "9" * 1_000_000 + "\n")
    (place / "penalties.py").write_text(RIGHT)
