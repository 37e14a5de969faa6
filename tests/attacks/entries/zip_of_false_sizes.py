# Hands in an archive whose members claim, in the fields for very large files, to be larger than any disk.
# Must be refused by what it claims.
# outcome: refused
import struct


def make(folder, name):
    extra = struct.pack("<2H2Q", 1, 16, 2**62, 10)
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 45, 0, 0, 0, 0, 0, 10, 10, 4, 0) + b"a.py" + b"x" * 10
    big = 0xFFFFFFFF
    member = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 45, 45, 0, 0, 0, 0, 0, big, big, 4, len(extra), 0, 0, 0, 0, 0)
    member += b"a.py" + extra
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(member), len(local), 0)
    (folder / f"{name}.zip").write_bytes(local + member + end)
