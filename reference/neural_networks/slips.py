"""Mistakes that are made in every layer alike: in the chain rule, and in what is handed back."""

from __future__ import annotations

from grader.authoring import Mistake

SAYS = {
    "no_upstream": "dx is the slope of the layer alone: the chain rule multiplies it by dout",
    "upstream_handed_on": "dx is dout itself: the layer's own slope is missing, or its mask holds everywhere",
    "upstream_added": "dout is added to the slope of the layer; the chain rule multiplies the two",
    "dx_negative": "dx has the wrong sign",
    "dx_is_zero": "dx is zero throughout, as in a starter: it is unfinished",
    "dx_averaged": "dx is divided by the number of examples: the mean belongs to the loss, and comes in by dout",
    "dx_summed": "dx is added up over the examples: every entry of x has a gradient of its own",
    "dx_doubled": "dx is twice what it should be: is the slope counted twice?",
    "dout_changed": "dout itself is changed in place: the caller still needs it, so work on a copy (dout * ...)",
    "unfinished": "out is zero throughout, as in a starter: the function is unfinished",
    "out_is_x": "out is x itself: the layer does nothing",
    "out_negative": "out has the wrong sign",
    "no_cache": "the forward pass returns out alone; it returns a pair, out and a cache for the backward pass",
    "x_changed": "x itself is changed in place: the caller still needs it, so work on a copy",
}
"""What a student reads, by the name of the mistake."""


def slips(says):
    """A function that makes the mistake of this name, said in the words of `says`."""

    def known(name, find, replace, *also):
        return Mistake(name, says[name], find, replace, also=also)

    return known


def narrow_first(mistakes):
    """Those that change one place before those that change several, else in the order given.

    Where each output has a cause of its own the first mistake that gives its numbers is told: it should not speak of
    others that are right.
    """
    return sorted(mistakes, key=lambda mistake: len(mistake.also))


_known = slips(SAYS)


def chain_rule_slips(slope, dx=""):
    """The usual mistakes in `dx = dout * {slope}`; `dx` is how the solution spells it, if otherwise."""
    dx = dx or f"dout * {slope}"
    return [
        _known("no_upstream", dx, f"np.ones_like(dout) * {slope}"),
        _known("upstream_handed_on", dx, "dout * 1"),
        _known("upstream_added", dx, f"dout + {slope}"),
        _known("dx_negative", dx, f"-({dx})"),
        _known("dx_doubled", dx, f"2 * ({dx})"),
        _known("dx_is_zero", dx, "np.zeros_like(dout)"),
        _known("dx_averaged", dx, f"({dx}) / len(dout)"),
        _known("dx_summed", dx, f"np.sum({dx}, axis=0)"),
        _known("dout_changed", dx, f"{dx}\n    dout[...] = dx"),
    ]


def forward_slips(out):
    """The usual mistakes in `out = {out}`, whatever it computes."""
    return [
        _known("unfinished", f"out = {out}", "out = np.zeros_like(x)"),
        _known("out_is_x", f"out = {out}", "out = x"),
        _known("out_negative", f"out = {out}", f"out = -({out})"),
        _known("x_changed", f"out = {out}", f"out = {out}\n    x[...] = out"),
        _known("no_cache", f"out = {out}", f"out = {out}\n    return out"),
    ]
