#!/usr/bin/env bash
# Made by `grader gradescope zip`. Gradescope runs it once, as root, when it builds the image.
set -euo pipefail

source=/autograder/source
home=/opt/grader

fits() { # whether this is a Python that serves
    command -v "$1" >/dev/null && "$1" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}
found() { # the first that serves
    for python in python3.14 python3.13 python3.12 python3.11 python3; do
        if fits "$python"; then echo "$python" && return; fi
    done
    return 1
}
install() { DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >/dev/null 2>&1; }

# One of two walls stands between a submission and the rest: bubblewrap, or the kernel's own means if it cannot be had.
command -v bwrap >/dev/null || { apt-get update -qq >/dev/null 2>&1 || true; install bubblewrap || true; }
found >/dev/null || apt-get update -qq >/dev/null 2>&1 || true
for version in 3.12 3.13 3.11; do
    found >/dev/null || install "python$version" "python$version-venv" || true
done
if ! python=$(found); then
    echo "No Python 3.11 or newer is to be had here; choose a newer base image in Gradescope's settings." >&2
    exit 1
fi

"$python" -m venv --clear "$home"
"$home/bin/python" -m pip install --quiet --disable-pip-version-check -r "$source/requirements.txt"
library=$("$home/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
rm -rf "$library/grader"
cp -R "$source/grader" "$library/grader"
find "$library/grader" -type d -exec chmod 755 {} + -o -type f -exec chmod 644 {} +
"$home/bin/python" -m compileall -q "$library/grader" || true

# The course, its solutions and its secret are root's alone: submissions run as somebody else, behind the wall.
chmod -R go-rwx "$source"
"$home/bin/python" -I -m grader --version
"$home/bin/python" -I -m grader doctor || true # for the log: which walls hold here
