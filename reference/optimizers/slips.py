"""What the rules get wrong alike, and the conventions that are right beside the handout's."""

from __future__ import annotations

from grader.authoring import Mistake, Patch

RATE_OUTSIDE = "the velocity adds up gradients, and the learning rate multiplies it only when the weights move"
EPSILON_INSIDE = "epsilon is added under the root"
EPSILON_BESIDE_UNCORRECTED = "epsilon is added to the root of the uncorrected average (section 2 of the paper)"
T_FROM_ONE = "t starts at 1 and is counted up before it is used, so that the first step is corrected by beta**2"

NOT_HANDLED = (
    "config=None is not handled: make a new dictionary with the defaults then (a default `config={}` is no help, all "
    "calls without a config would share it)"
)
SAYS = {
    "uphill": "the step goes up the gradient: it is added where it should be subtracted",
    "no_learning_rate": "the learning rate is missing from the step",
    "fixed_learning_rate": "the learning rate is fixed: the one in the config is not used",
    "fixed_epsilon": "epsilon is fixed: the one in the config is not used",
    "default_learning_rate": "the default learning rate is not the one that the handout gives",
    "default_epsilon": "the default epsilon is not the one that the handout gives",
    "config_lost": (
        "the config that is returned has lost the learning rate and its like: from the second step on, defaults count"
    ),
    "config_replaced": "the config that is given is thrown away: every step starts from the defaults",
    "all_or_no_config": (
        "defaults are set only where config is None: a config that lacks some keys, state among them, raises KeyError"
    ),
    "none_has_no_settings": NOT_HANDLED,
    "none_is_no_dictionary": NOT_HANDLED,
    "shared_default": (
        "the default of config is a dictionary, `config={}`: all parameters that are started without one share it"
    ),
    "gradient_changed": "the gradient dw is changed in place: it belongs to the caller",
    "step_twice": "the step is made twice: in place, and once more in what is returned",
    "not_updated": "the weights are returned as they came: the step is not made, or not returned",
    "step_returned": "the step alone is returned; next_w is the old weights moved by the step",
    "velocity_not_kept": (
        "every step is one of plain descent: the velocity is not kept in the config that is returned, or not used"
    ),
    "momentum_negative": "the old velocity counts with the wrong sign, so that it brakes",
    "averaged": "the gradient is weighted by 1 - momentum, as in an average; here the velocity adds it up whole",
    "fixed_momentum": "momentum is fixed: the one in the config is not used",
    "zero_is_missing": "a momentum of 0 is taken for a missing one, and replaced by the default (`... or 0.9`?)",
    "default_momentum": "the default momentum is not the 0.9 that the handout gives",
    "square_missing": "the gradient is not squared before it is collected",
    "absolute_value": "the sizes of the gradients are collected under the root, not their squares",
    "sizes": "the sizes of the gradients are collected, without square and root",
    "root_missing": "the root is missing: the step is divided by the squares themselves",
    "epsilon_missing": "epsilon is missing: where every gradient so far was 0, zero is divided by zero",
    "epsilon_outside": (
        "epsilon is added to the weights, not to the root that the step is divided by: brackets are missing"
    ),
    "one_for_all": "the squares are summed over all weights; each weight has its own",
    "starts_at_one": "the cache starts at 1; it starts at 0",
    "used_before_update": "the cache is used before this step's gradient is in it: update it first",
    "cache_not_kept": (
        "every gradient is divided by its own size alone: the cache is not kept in the config that is returned, or "
        "replaced instead of updated"
    ),
}
"""Sentences that hold for several rules."""


def known(name, find, replace, *also, says=""):
    """The mistake of this name: what is said, and what it changes in the solution."""
    return Mistake(name, says or SAYS[name], find, replace, also=also)


def other_epsilons(right, *wrong):
    """Defaults of epsilon that are not the handout's."""
    first, *others = (f'"epsilon": {number}' for number in wrong)
    return [
        known("default_epsilon", f'"epsilon": {right}', first),
        *(
            Mistake(f"default_epsilon_{each[-1]}", SAYS["default_epsilon"], f'"epsilon": {right}', each)
            for each in others
        ),
    ]


OPENING = "    config = {"
MERGED = "**(config or {})}"
SIGNATURE = "config=None"


def of_config(kept):
    """What goes wrong with a config whose state is kept by this last line of the solution."""
    shared = (Patch(MERGED, "**config})"), Patch(kept, kept.replace("return next_w, {**config, ", KEEPING) + RETURNING))
    return [
        known("config_replaced", f", {MERGED}", "}"),
        known("config_lost", "{**config, ", "{"),
        known("all_or_no_config", OPENING, f"{GIVEN_OR_DEFAULTS}{{", Patch(f", {MERGED}", "}")),
        known("none_is_no_dictionary", MERGED, "**config}"),
        known("none_has_no_settings", OPENING, UPDATED, *shared),
        known("shared_default", SIGNATURE, "config={}", Patch(OPENING, f"{NONE_IS_EMPTY}\n{UPDATED}"), *shared),
    ]


KEEPING, RETURNING = "config.update({", ")\n    return next_w, config"
UPDATED = "    config.update({"
NONE_IS_EMPTY = "    config = {} if config is None else config"
GIVEN_OR_DEFAULTS = "    config = config if config is not None else "
