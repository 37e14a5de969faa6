# Hands in files called like the modules that the grader's worker and numpy are made of.
# Must not replace them; the right answer counts.
# outcome: full marks
RIGHT = "import numpy as np\n\ndef l2_penalty(W, reg):\n    return reg * np.sum(W**2), 2 * reg * W\n"
NAMES = (
    "json struct io os numpy socket worker wire loader probes inside grader builtins sitecustomize conftest __init__"
)


def make(folder, name):
    place = folder / name
    (place / "inside").mkdir(parents=True)
    for module in NAMES.split():
        (place / f"{module}.py").write_text("raise SystemExit('BREACH')\n")
        (place / "inside" / f"{module}.py").write_text("raise SystemExit('BREACH')\n")
    (place / "penalties.py").write_text(RIGHT)
