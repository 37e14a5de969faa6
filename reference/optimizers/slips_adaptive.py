"""How AdaGrad and RMSProp go wrong: what is said, and what is changed in their solutions for it."""

from __future__ import annotations

from grader.authoring import Patch

from .slips import known, of_config, other_epsilons

KEPT = '    return next_w, {**config, "cache": cache}'
STEP = 'config["learning_rate"] * dw / (root + epsilon)'
ALIKE = [
    known("cache_not_kept", KEPT, "    return next_w, config"),
    known("uphill", f"w - {STEP}", f"w + {STEP}"),
    known("no_learning_rate", 'config["learning_rate"] * dw', "dw"),
    known("root_missing", "np.sqrt(cache)", "cache"),
    known("square_missing", "dw**2", "dw"),
    known("absolute_value", "dw**2", "np.abs(dw)"),
    known("sizes", "dw**2", "np.abs(dw)", Patch("np.sqrt(cache)", "cache")),
    known("epsilon_missing", "(root + epsilon)", "root"),
    known("epsilon_outside", "(root + epsilon)", "root + epsilon"),
    known("used_before_update", "np.sqrt(cache)", 'np.sqrt(config["cache"])'),
    known("one_for_all", "dw**2", "np.sum(dw**2)"),
    known("starts_at_one", "np.zeros_like(w)", "np.ones_like(w)"),
    known("step_twice", f"w - {STEP}", f"w - 2 * {STEP}"),
    known("step_returned", f"w - {STEP}", f"-{STEP}"),
    known("not_updated", f"w - {STEP}", "w.copy()"),
    known("fixed_learning_rate", 'config["learning_rate"] * dw', "1e-2 * dw"),
    known("fixed_epsilon", 'config["epsilon"]', "1e-8"),
    known("default_learning_rate", '"learning_rate": 1e-2', '"learning_rate": 1e-3'),
    *other_epsilons("1e-8", "1e-7", "1e-6", "1e-5", "1e-4"),
    known("gradient_changed", KEPT, f"    dw **= 2\n{KEPT}"),
    *of_config(KEPT),
]

# ---------------------------------------------------------------- AdaGrad

ADDED = 'config["cache"] + dw**2'

IN_ADAGRAD = [
    known(
        "weights_collected",
        ADDED,
        'config["cache"] + w**2',
        says="the squares of the weights are collected; collect those of the gradient",
    ),
    known(
        "mean_for_all",
        ADDED,
        'config["cache"] + np.mean(dw**2)',
        says="the squares are averaged over all weights; each weight has its own",
    ),
    known(
        "epsilon_beside_quotient",
        STEP,
        '(config["learning_rate"] * dw / root + epsilon)',
        says="epsilon is added to the quotient, not to the root that the step is divided by: brackets are missing",
    ),
    known(
        "fades",
        ADDED,
        '0.9 * config["cache"] + 0.1 * dw**2',
        says="the squares are averaged, and old ones fade, as in RMSProp; AdaGrad adds them all up",
    ),
    known(
        "fades_slowly",
        ADDED,
        '0.99 * config["cache"] + 0.01 * dw**2',
        says="the squares are averaged, and old ones fade slowly, as in RMSProp; AdaGrad adds them all up",
    ),
    known(
        "steps_collected",
        ADDED,
        'config["cache"] + (config["learning_rate"] * dw) ** 2',
        says="the squares of the steps are added up, learning rate included; add those of the gradients",
    ),
    known(
        "square_of_sum",
        ADDED,
        'config["cache"] + dw',
        Patch("np.sqrt(cache)", "np.sqrt(cache**2)"),
        says="the gradients are added up first and their sum is squared; square each of them",
    ),
    *ALIKE,
]

# ---------------------------------------------------------------- RMSProp

AVERAGED = 'decay_rate * config["cache"] + (1 - decay_rate) * dw**2'

IN_RMSPROP = [
    known(
        "weights_collected",
        "(1 - decay_rate) * dw**2",
        "(1 - decay_rate) * w**2",
        says="the squares of the weights are collected; collect those of the gradient",
    ),
    known(
        "decay_on_both",
        AVERAGED,
        'decay_rate * (config["cache"] + (1 - decay_rate) * dw**2)',
        says="decay_rate multiplies the new square, too: brackets; its weight is 1 - decay_rate alone",
    ),
    known(
        "weight_squared",
        "(1 - decay_rate) * dw**2",
        "((1 - decay_rate) * dw) ** 2",
        says="1 - decay_rate is squared with the gradient; it multiplies the square",
    ),
    known(
        "root_kept",
        KEPT,
        '    return next_w, {**config, "cache": np.sqrt(cache)}',
        says="the root is kept in the config; keep the average of the squares itself",
    ),
    known(
        "corrected_as_in_adam",
        KEPT,
        '    return next_w, {**config, "cache": cache, "t": t}',
        Patch(
            "    root, epsilon = np.sqrt(cache)",
            '    t = config.get("t", 0) + 1\n    root, epsilon = np.sqrt(cache / (1 - decay_rate**t))',
        ),
        says="the average is corrected for its start at 0, as in Adam; RMSProp uses it as it is",
    ),
    known(
        "weights_swapped",
        AVERAGED,
        '(1 - decay_rate) * config["cache"] + decay_rate * dw**2',
        says="the weights are exchanged: decay_rate belongs to the old average, 1 - decay_rate to the new square",
    ),
    known(
        "adds_up",
        AVERAGED,
        'config["cache"] + dw**2',
        says="the squares are added up, as in AdaGrad; RMSProp averages them, and old ones fade",
    ),
    known(
        "square_not_weighted",
        "(1 - decay_rate) * dw**2",
        "dw**2",
        says="the new square counts whole; in an average its weight is 1 - decay_rate",
    ),
    known(
        "never_fades",
        'decay_rate * config["cache"]',
        'config["cache"]',
        says="the old average never fades: it is not multiplied by decay_rate",
    ),
    known(
        "square_of_average",
        AVERAGED,
        'decay_rate * config["cache"] + (1 - decay_rate) * dw',
        Patch("np.sqrt(cache)", "np.sqrt(cache**2)"),
        says="the gradients are averaged first and the average is squared; square each of them",
    ),
    known(
        "starts_at_first_square",
        AVERAGED,
        f'np.where(np.any(config["cache"]), {AVERAGED}, dw**2)',
        says="the average starts at the first square; it starts at 0",
    ),
    known(
        "fixed_decay_rate",
        'decay_rate = config["decay_rate"]',
        "decay_rate = 0.99",
        says="the decay rate is fixed: the one in the config is not used",
    ),
    known(
        "default_decay_rate",
        '"decay_rate": 0.99',
        '"decay_rate": 0.9',
        says="the default decay rate is not the 0.99 that the handout gives",
    ),
    *ALIKE,
]
