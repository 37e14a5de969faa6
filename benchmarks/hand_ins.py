"""Hand-ins for the exercise of a new assignment, `mse_loss`: right, wrong, and hostile ones, by kind."""

from __future__ import annotations

RIGHT = """
import numpy as np
def mse_loss(x, y):
    difference = x - y
    return np.mean(difference**2), 2 * difference / len(x)
"""
LOOP = """
def mse_loss(x, y):
    n = len(x)
    return sum((a - b) ** 2 for a, b in zip(x, y)) / n, (x - y) * 2.0 / n
"""


def _before(*deeds: str) -> str:
    """A right function that does this first."""
    start = "    difference = x - y\n"
    return RIGHT.replace(start, "".join(f"    {deed}\n" for deed in deeds) + start)


ORDINARY = {
    "right": RIGHT,
    "loop": LOOP,
    "summed": RIGHT.replace("np.mean", "np.sum"),
    "gradient_summed": RIGHT.replace(" / len(x)", ""),
    "factor_two_missing": RIGHT.replace("2 * difference", "difference"),
    "wrong_sign": RIGHT.replace("2 * difference", "-2 * difference"),
    "root_taken": RIGHT.replace("np.mean(difference**2)", "np.sqrt(np.mean(difference**2))"),
    "zeros": "def mse_loss(x, y):\n    return 0.0, x * 0\n",
    "raises": "def mse_loss(x, y):\n    raise NotImplementedError\n",
    "syntax_error": "def mse_loss(x, y)\n    return 0\n",
    "nothing": "",
    "prints": _before("print('x is', x)"),
}
HOSTILE = {
    "exits": _before("import os; os._exit(0)"),
    "segfault": _before("import ctypes; ctypes.string_at(0)"),
    "fork": _before("import os", "while True: os.fork()"),
    "threads": _before(
        "from threading import Thread",
        "from time import sleep",
        "for _ in range(9999): Thread(target=sleep, args=(99,)).start()",
    ),
    "memory": _before("hoard = [bytearray(1 << 28) for _ in range(64)]"),
    "endless": _before("while True: pass"),
    "output": _before("for _ in range(20000): print('x' * 1000)"),
    "forged": _before(
        "import os",
        "for number in range(3, 64):",
        "    try: os.write(number, bytes(64))",
        "    except OSError: pass",
    ),
    "signals": _before(
        "import os, signal",
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)",
        "os.kill(os.getppid(), 9)",
    ),
    "disk": _before("for number in range(9999): open(f'f{number}', 'wb').write(bytes(1 << 20))"),
    "network": _before("import socket; socket.create_connection(('127.0.0.1', 22))"),
    "object": "class Liar:\n    def __eq__(self, other): return True\ndef mse_loss(x, y):\n    return Liar(), Liar()\n",
    "giant": "import numpy as np\ndef mse_loss(x, y):\n    return 0.0, np.broadcast_to(0.0, (1 << 60,))\n",
}
"""None of them earns more than it deserves, and each is told the same every time."""
