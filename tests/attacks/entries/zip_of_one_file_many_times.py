# Hands in an archive whose thousand members are all the same few bytes of the file: a bomb of overlapping members.
# Must be refused, or read within the limits.
# outcome: refused
import struct
import zipfile
import zlib


def make(folder, name):
    packed = zlib.compress(b"#" * 900_000, 9)[2:-4]
    crc = zlib.crc32(b"#" * 900_000)
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(packed), 900_000, 4, 0) + b"a.py" + packed
    members = b""
    for number in range(1000):
        path = b"%03d.py" % number
        head = struct.pack(
            "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, len(packed), 900_000, len(path), 0, 0, 0, 0, 0, 0
        )
        members += head + path
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1000, 1000, len(members), len(local), 0)
    (folder / f"{name}.zip").write_bytes(local + members + end)
