# Hands in an archive that says it is locked with a password.
# Must be refused with that reason.
# outcome: refused
# says: password
import zipfile


def make(folder, name):
    path = folder / f"{name}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("penalties.py", "x = 1")
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)
