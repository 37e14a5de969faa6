"""How gradient descent and momentum go wrong: what is said, and what is changed in their solutions for it."""

from __future__ import annotations

from grader.authoring import Patch

from .slips import GIVEN_OR_DEFAULTS, MERGED, OPENING, UPDATED, known, of_config

RATE = 'config["learning_rate"]'

# ---------------------------------------------------------------- gradient descent

CLIPPED = "the gradient is cut off at -1 and 1 before it is used; here it is used as it is"
NORM_CLIPPED = "a gradient with a norm above 1 is scaled down to it before it is used; here it is used as it is"

IN_SGD = [
    known(
        "gradient_clipped",
        f"{RATE} * dw",
        f"{RATE} * np.clip(dw, -1, 1)",
        says=CLIPPED,
    ),
    known(
        "norm_clipped",
        f"{RATE} * dw",
        f"{RATE} * dw * min(1.0, 1 / (np.linalg.norm(dw) + 1e-300))",
        says=NORM_CLIPPED,
    ),
    known(
        "averaged_over_rows",
        f"{RATE} * dw",
        f"{RATE} * dw / len(dw)",
        says="the step is divided by len(dw), the number of rows; nothing is averaged here",
    ),
    known(
        "gradient_summed",
        f"{RATE} * dw",
        f"{RATE} * np.sum(dw)",
        says="the gradient is summed to one number, by which all weights move; each has its own",
    ),
    known("uphill", f"w - {RATE}", f"w + {RATE}"),
    known("no_learning_rate", f"{RATE} * dw", "dw"),
    known("fixed_learning_rate", f"{RATE} * dw", "1e-2 * dw"),
    known("not_updated", f"w - {RATE} * dw", "w.copy()"),
    known("step_returned", f"w - {RATE} * dw", f"-{RATE} * dw"),
    known("step_twice", f"w - {RATE}", f"w - 2 * {RATE}"),
    known(
        "divided_by_rate",
        f"{RATE} * dw",
        f"dw / {RATE}",
        says="the gradient is divided by the learning rate; multiply it",
    ),
    known(
        "sign_of_gradient",
        f"{RATE} * dw",
        f"{RATE} * np.sign(dw)",
        says="only the sign of the gradient is used; the step is the learning rate times the gradient itself",
    ),
    known(
        "gradient_normalized",
        f"{RATE} * dw",
        f"{RATE} * dw / np.linalg.norm(dw)",
        says="the gradient is divided by its norm; the step is the learning rate times the gradient itself",
    ),
    known(
        "scaled_by_weights",
        f"w - {RATE} * dw",
        f"w * (1 - {RATE} * dw)",
        says="the step is multiplied by the weights; subtract the learning rate times the gradient from them",
    ),
    known(
        "averaged_over_weights",
        f"{RATE} * dw",
        f"{RATE} * dw / dw.size",
        says="the step is divided by the number of weights; nothing is averaged here",
    ),
    known("gradient_changed", f"    next_w = w - {RATE} * dw", f"    dw *= {RATE}\n    next_w = w - dw"),
    known("default_learning_rate", '"learning_rate": 1e-2', '"learning_rate": 1e-3'),
    known("config_lost", "return next_w, config", "return next_w, {}"),
    known(
        "all_or_no_config",
        OPENING,
        f"{GIVEN_OR_DEFAULTS}{{",
        Patch(f", {MERGED}", "}"),
    ),
    known(
        "no_defaults",
        f'    config = {{"learning_rate": 1e-2, {MERGED}\n',
        "",
        says="there are no defaults: config may be None, and may lack the learning rate",
    ),
    known("none_is_no_dictionary", MERGED, "**config}"),
    known("none_has_no_settings", OPENING, UPDATED, Patch(MERGED, "**config})")),
]

# ---------------------------------------------------------------- momentum

KEPT = '    return next_w, {**config, "velocity": velocity}'
OLD = 'config["momentum"] * config["velocity"]'
NEW = f"{RATE} * dw"

IN_MOMENTUM = [
    known("gradient_clipped", NEW, f"{RATE} * np.clip(dw, -1, 1)", says=CLIPPED),
    known(
        "starts_at_weights",
        '"velocity": np.zeros_like(w)',
        '"velocity": 1.0 * w',
        says="the velocity starts at the weights; it starts at zeros of their shape, np.zeros_like(w)",
    ),
    known(
        "starts_at_one",
        '"velocity": np.zeros_like(w)',
        '"velocity": np.ones_like(w)',
        says="the velocity starts at 1; it starts at 0",
    ),
    known(
        "settings_exchanged",
        f"{OLD} - {NEW}",
        f'{RATE} * config["velocity"] - config["momentum"] * dw',
        says="learning rate and momentum are exchanged: momentum multiplies the old velocity",
    ),
    known(
        "one_minus_momentum_kept",
        OLD,
        '(1 - config["momentum"]) * config["velocity"]',
        says="the old velocity is multiplied by 1 - momentum; it is momentum itself",
    ),
    known(
        "momentum_on_both",
        f"{OLD} - {NEW}",
        f'config["momentum"] * (config["velocity"] - {NEW})',
        says="momentum multiplies the new gradient, too; only the old velocity fades",
    ),
    known("uphill", f"- {NEW}", f"+ {NEW}"),
    known("velocity_not_kept", KEPT, "    return next_w, config"),
    known(
        "used_before_update",
        "w + velocity",
        'w + config["velocity"]',
        says="the weights move by the velocity as it was before this step: update it first",
    ),
    known("momentum_negative", f"velocity = {OLD}", f"velocity = -{OLD}"),
    known("no_learning_rate", NEW, "dw"),
    known("averaged", NEW, f'(1 - config["momentum"]) * {NEW}'),
    known(
        "weights_swapped",
        f"{OLD} - {NEW}",
        f'(1 - config["momentum"]) * config["velocity"] - config["momentum"] * {NEW}',
        says="the weights are exchanged: momentum belongs to the old velocity, and the gradient's step counts whole",
    ),
    known(
        "momentum_on_gradient",
        f"{OLD} - {NEW}",
        f'config["velocity"] - config["momentum"] * {NEW}',
        says="momentum multiplies the gradient; it belongs to the old velocity",
    ),
    known(
        "never_fades",
        OLD,
        'config["velocity"]',
        says="the old velocity never fades: it is not multiplied by momentum",
    ),
    known(
        "rate_twice",
        "w + velocity",
        f"w + {RATE} * velocity",
        says="the learning rate multiplies the gradient twice: in the velocity, and when the weights move",
    ),
    known(
        "rate_on_old_velocity",
        f"{OLD} - {NEW}",
        f"{RATE} * ({OLD} - dw)",
        says="the learning rate multiplies the old velocity, too; there it belongs to the gradient alone",
    ),
    known(
        "gradient_twice",
        "w + velocity",
        f"w + velocity - {NEW}",
        says="the gradient counts twice: in the velocity, and once more beside it",
    ),
    known("step_twice", "w + velocity", "w + 2 * velocity"),
    known("step_returned", "w + velocity", "velocity.copy()"),
    known("not_updated", "w + velocity", "w.copy()"),
    known(
        "weights_as_velocity",
        '"velocity": velocity}',
        '"velocity": next_w}',
        says="the new weights are stored as the velocity; store the velocity",
    ),
    known("fixed_learning_rate", NEW, "1e-2 * dw"),
    known("fixed_momentum", OLD, '0.9 * config["velocity"]'),
    known("zero_is_missing", OLD, '(config["momentum"] or 0.9) * config["velocity"]'),
    known("default_learning_rate", '"learning_rate": 1e-2', '"learning_rate": 1e-3'),
    known("default_momentum", '"momentum": 0.9', '"momentum": 0.5'),
    known(
        "gradient_changed",
        f"    velocity = {OLD} - {NEW}",
        f"    dw *= {RATE}\n    velocity = {OLD} - dw",
    ),
    *of_config(KEPT),
]

# ---------------------------------------------------------------- Nesterov's momentum

AHEAD = "- mu * previous + (1 + mu) * velocity"

IN_NESTEROV = [
    known("gradient_clipped", NEW, f"{RATE} * np.clip(dw, -1, 1)", says=CLIPPED),
    known(
        "momentum_on_gradient",
        AHEAD,
        f"+ velocity - mu * {RATE} * dw",
        says="the step is the velocity and momentum times the gradient; it is the gradient's step and momentum times "
        "the new velocity",
    ),
    known(
        "whole_velocity_ahead",
        AHEAD,
        f"- {RATE} * dw + velocity",
        says="the step is the gradient's and the whole new velocity; the velocity is multiplied by momentum there",
    ),
    known(
        "no_look_ahead",
        AHEAD,
        "+ velocity",
        says=(
            "the weights move by the velocity alone, as with plain momentum: the look-ahead is left out, or the "
            "previous velocity is overwritten before it is subtracted"
        ),
    ),
    known(
        "previous_left_out",
        AHEAD,
        "+ (1 + mu) * velocity",
        says="what the previous velocity looked ahead is not taken back: subtract momentum times the previous velocity",
    ),
    known(
        "previous_added",
        "w - mu * previous",
        "w + mu * previous",
        says="momentum times the previous velocity is added; it is to be taken back",
    ),
    known(
        "previous_whole",
        "w - mu * previous",
        "w - previous",
        says="the whole previous velocity is taken back; it is momentum times the previous velocity",
    ),
    known(
        "one_minus_momentum",
        "(1 + mu)",
        "(1 - mu)",
        says="the new velocity counts 1 - momentum times; it is 1 + momentum: one step, and ahead",
    ),
    known(
        "velocities_exchanged",
        AHEAD,
        "- mu * velocity + (1 + mu) * previous",
        says="the previous and the new velocity are exchanged",
    ),
    known(
        "gradient_left_out",
        AHEAD,
        "+ mu * velocity",
        says="the weights move by momentum times the velocity alone: the gradient's own step is left out",
    ),
    known(
        "whole_step_kept",
        '"velocity": velocity}',
        '"velocity": next_w - w}',
        says="the whole step is kept as the velocity, with its look-ahead; keep the velocity itself",
    ),
    known("velocity_not_kept", KEPT, "    return next_w, config"),
    known("uphill", f"- {NEW}", f"+ {NEW}"),
    known("momentum_negative", f"mu * previous - {NEW}", f"-mu * previous - {NEW}"),
    known("no_learning_rate", NEW, "dw"),
    known("averaged", NEW, f"(1 - mu) * {NEW}"),
    known("step_twice", AHEAD, "- 2 * mu * previous + 2 * (1 + mu) * velocity"),
    known("not_updated", f"w {AHEAD}", "w.copy()"),
    known("fixed_learning_rate", NEW, "1e-2 * dw"),
    known("fixed_momentum", 'mu, previous = config["momentum"],', "mu, previous = 0.9,"),
    known("zero_is_missing", 'mu, previous = config["momentum"],', 'mu, previous = config["momentum"] or 0.9,'),
    known("default_learning_rate", '"learning_rate": 1e-2', '"learning_rate": 1e-3'),
    known("default_momentum", '"momentum": 0.9', '"momentum": 0.5'),
    known(
        "gradient_changed",
        f"    velocity = mu * previous - {NEW}",
        f"    dw *= {RATE}\n    velocity = mu * previous - dw",
    ),
    *of_config(KEPT),
]
