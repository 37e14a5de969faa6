# Hands in files that tools run by themselves: configurations, hooks, start-up scripts, requirements.
# Must not be run by anything.
# outcome: full marks
RIGHT = "import numpy as np\n\ndef l2_penalty(W, reg):\n    return reg * np.sum(W**2), 2 * reg * W\n"
HOOK = "import os\nos.system('touch /tmp/@canary@')\nopen('/tmp/@canary@', 'w').close()\n"


def make(folder, name):
    place = folder / name
    place.mkdir()
    for file in ("setup.py", "conftest.py", "sitecustomize.py", "usercustomize.py", "noxfile.py", "ipython_config.py"):
        (place / file).write_text(HOOK)
    (place / "pyproject.toml").write_text("[tool.pytest.ini_options]\naddopts = '-p evil'\n")
    (place / "requirements.txt").write_text("https://example.org/evil.tar.gz\n")
    (place / "Makefile").write_text("all:\n\ttouch /tmp/@canary@\n")
    (place / "penalties.py").write_text(RIGHT)
