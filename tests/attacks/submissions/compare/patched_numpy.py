# Tries to make every comparison of numpy's say yes, then returns zeros.
# Must have no effect: what compares is in another process.
# outcome: nothing
import numpy as np

for place, names in (
    (np, "allclose isclose array_equal array abs max sum isnan isfinite frombuffer asarray result_type"),
    (np.testing, "assert_allclose assert_array_equal assert_equal"),
    (np.linalg, "norm"),
):
    for name in names.split():
        setattr(place, name, lambda *rest, **named: True)


def l2_penalty(W, reg):
    return 0.0, W * 0
