# Hands in a folder with a pipe, a socket, a device, an endless link and a file that nobody may read, named like code.
# Must be read without waiting for any of them: the function beside them keeps its points.
# outcome: full marks
# says: no ordinary file
import os
import socket

RIGHT = "import numpy as np\n\ndef l2_penalty(W, reg):\n    return reg * np.sum(W**2), 2 * reg * W\n"


def make(folder, name):
    place = folder / name
    place.mkdir()
    (place / "penalties.py").write_text(RIGHT)
    os.mkfifo(place / "pipe.py")
    os.symlink("loop.py", place / "loop.py")
    os.symlink("/dev/zero", place / "zero.py")
    here = os.open(".", os.O_RDONLY)
    os.chdir(place)  # a path of a socket is short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.ipynb")
    os.fchdir(here)
    os.close(here)
    try:
        os.mknod(place / "device.py", 0o20600, os.makedev(1, 5))
    except PermissionError:
        pass  # made by root alone
    (place / "closed.py").write_text("x = 1")
    (place / "closed.py").chmod(0)
