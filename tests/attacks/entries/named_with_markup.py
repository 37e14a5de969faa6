# Hands in an entry whose name is markup, a formula of a spreadsheet and an escape sequence.
# Must be shown as it is, and never obeyed.
# outcome: full marks
# entry: =cmd('x')&<img src=x onerror=alert(1)>
RIGHT = "import numpy as np\n\ndef l2_penalty(W, reg):\n    return reg * np.sum(W**2), 2 * reg * W\n"


def make(folder, name):
    (folder / f"{name}.py").write_text(RIGHT)
