"""A right linear layer with a knob for what is wrong with it, and how a law judges it."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from grader.expect import perform_run
from grader.model import BASE, Drawn, Run, Seen

SHAPES = {"x": "N C H W", "w": "F C HH WW", "b": "F", "out": "N F H' W'", "dout": "N F H' W'", "dx": "N C H W"}
SCORED = {"scores": "N C", "y": "N", "loss": "", "dscores": "N C"}


def convolved(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("ncijhw,fchw->nfij", windows, w) + b[:, None, None]


def back(x, w, dout, stride, pad):
    big = np.zeros((*x.shape[:2], x.shape[2] + 2 * pad, x.shape[3] + 2 * pad))
    for n, f, i, j in np.ndindex(dout.shape):
        window = np.s_[n, :, i * stride : i * stride + w.shape[2], j * stride : j * stride + w.shape[3]]
        big[window] += dout[n, f, i, j] * w[f]
    return big[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]


def images(seed, *, pad=1, stride=2, dtype=np.float64):
    rng = np.random.default_rng([seed, 7])
    return {
        "x": rng.standard_normal((3, 2, 7, 9)).astype(dtype),
        "w": rng.standard_normal((4, 2, 3, 5)).astype(dtype),
        "b": rng.standard_normal(4).astype(dtype),
        "conv_param": {"stride": stride, "pad": pad},
    }


def judged(check, probes, student, inputs, *, shapes, reference=None, seed=0):
    """The check's word on this student, every probe of the course being at hand."""
    letters = {
        letter: size
        for name, spelled in shapes.items()
        if name in inputs
        for letter, size in zip(spelled.split(), np.shape(inputs[name]), strict=True)
    }
    case = Drawn("case", inputs, visible=True, shapes=shapes, letters=letters, seed=seed)
    runs = [Run(BASE, inputs), *check.needs(case)]
    seen, expected = (
        Seen({run.label: perform_run(getattr(probes, run.probe or "own"), who, run) for run in runs})
        for who in (student, reference or student)
    )
    return check.judge(case, seen, expected)


LAYER = SimpleNamespace(
    own=lambda student, x, w, b, conv_param: {"out": student(x, w, b, conv_param)},
    forward=lambda student, x, w, b, conv_param: {"out": student.forward(x, w, b, conv_param)},
)
