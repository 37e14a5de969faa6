"""How Adam goes wrong: what is said, and what is changed in its solution for it."""

from __future__ import annotations

from grader.authoring import Patch

from .slips import known, of_config, other_epsilons

KEPT = '    return next_w, {**config, "m": m, "v": v, "t": t}'
STEP = 'config["learning_rate"] * m_hat / (root + epsilon)'
M_HAT, V_HAT = "m / (1 - beta1**t)", "v / (1 - beta2**t)"
AVERAGE_M = 'beta1 * config["m"] + (1 - beta1) * dw'
AVERAGE_V = 'beta2 * config["v"] + (1 - beta2) * dw**2'

CORRECTION = [
    known(
        "no_correction",
        M_HAT,
        "m",
        Patch(V_HAT, "v"),
        says="the bias correction is left out: both averages start at 0 and are too small until they are divided",
    ),
    known("first_not_corrected", M_HAT, "m", says="the average of the gradients is not corrected for its start at 0"),
    known("second_not_corrected", V_HAT, "v", says="the average of the squares is not corrected for its start at 0"),
    known(
        "corrected_as_the_first",
        M_HAT,
        "m / (1 - beta1)",
        Patch(V_HAT, "v / (1 - beta2)"),
        says=(
            "every step is corrected as the first one is: t is not kept in the config that is returned, or the power "
            "is missing from 1 - beta**t"
        ),
    ),
    known(
        "product_for_power",
        M_HAT,
        "m / (1 - beta1 * t)",
        Patch(V_HAT, "v / (1 - beta2 * t)"),
        says="beta is multiplied by t in the correction; it is beta to the power t",
    ),
    known(
        "t_is_zero",
        't = config["t"] + 1',
        't = config["t"]',
        Patch('"t": t}', '"t": t + 1}'),
        says="t is still 0 when the first step is corrected, which divides by 1 - beta**0 = 0: count the step first",
    ),
    known(
        "correction_lags",
        't = config["t"] + 1',
        't = max(config["t"], 1)',
        Patch('"t": t}', '"t": config["t"] + 1}'),
        says="from the second step on the correction lags one step behind: t is counted up after it is used",
    ),
    known(
        "t_by_two",
        't = config["t"] + 1',
        't = config["t"] + 2',
        says="t is counted up twice in every step, so that the correction fades too soon",
    ),
    known(
        "t_twice",
        '"t": t}',
        '"t": t + 1}',
        says="t is counted up twice in every step, before and after it is used: the correction fades too soon",
    ),
    known(
        "corrections_exchanged",
        M_HAT,
        "m / (1 - beta2**t)",
        Patch(V_HAT, "v / (1 - beta1**t)"),
        says="the corrections are exchanged: m, the average of the gradients, belongs to beta1, and v to beta2",
    ),
    known(
        "same_correction",
        V_HAT,
        "v / (1 - beta1**t)",
        says="both averages are corrected with beta1; that of the squares belongs to beta2",
    ),
    known(
        "multiplied",
        M_HAT,
        "m * (1 - beta1**t)",
        Patch(V_HAT, "v * (1 - beta2**t)"),
        says="the averages are multiplied by 1 - beta**t; divide them by it",
    ),
    known(
        "corrected_ones_kept",
        KEPT,
        '    return next_w, {**config, "m": m_hat, "v": v_hat, "t": t}',
        says="the corrected averages are kept in place of the raw ones, and corrected again in the next step",
    ),
    known(
        "corrected_first_kept",
        '"m": m,',
        '"m": m_hat,',
        says="the corrected average of the gradients is kept in place of the raw one, and corrected again",
    ),
    known(
        "corrected_second_kept",
        '"v": v,',
        '"v": v_hat,',
        says="the corrected average of the squares is kept in place of the raw one, and corrected again",
    ),
]

MOMENTS = [
    known(
        "betas_exchanged",
        'beta1, beta2 = config["beta1"], config["beta2"]',
        'beta2, beta1 = config["beta1"], config["beta2"]',
        says="beta1 and beta2 are exchanged: beta1 belongs to the gradients, beta2 to their squares",
    ),
    known(
        "weights_swapped",
        AVERAGE_M,
        '(1 - beta1) * config["m"] + beta1 * dw',
        Patch(AVERAGE_V, '(1 - beta2) * config["v"] + beta2 * dw**2'),
        says="the weights are exchanged: beta belongs to the old average, 1 - beta to what is new",
    ),
    known(
        "first_not_weighted",
        "(1 - beta1) * dw",
        "dw",
        says="the gradient counts whole in its average; its weight is 1 - beta1",
    ),
    known(
        "second_not_weighted",
        "(1 - beta2) * dw**2",
        "dw**2",
        says="the square of the gradient counts whole in its average; its weight is 1 - beta2",
    ),
    known("square_missing", "dw**2", "dw"),
    known("absolute_value", "dw**2", "np.abs(dw)"),
    known(
        "square_of_average",
        AVERAGE_V,
        'beta2 * config["v"] + (1 - beta2) * m**2',
        says="the average of the squares is fed with m, the average of the gradients; square the gradient",
    ),
    known("one_for_all", "dw**2", "np.sum(dw**2)"),
    known(
        "adds_up",
        AVERAGE_V,
        'config["v"] + dw**2',
        says="the squares are added up, as in AdaGrad; Adam averages them, and old ones fade",
    ),
    known(
        "no_first_moment",
        "* m_hat /",
        "* dw /",
        says="the step uses the gradient itself; it is the corrected average of the gradients that is wanted",
    ),
    known(
        "no_second_moment",
        STEP,
        'config["learning_rate"] * m_hat',
        says="the step is not divided by the root of the average of the squares",
    ),
    known(
        "averages_exchanged",
        STEP,
        'config["learning_rate"] * v_hat / (np.sqrt(np.abs(m_hat)) + epsilon)',
        says="the two averages are exchanged in the step: m is divided by the root of v",
    ),
    known(
        "averages_not_kept",
        KEPT,
        '    return next_w, {**config, "t": t}',
        says="the averages are not kept in the config that is returned: every step begins with zeros",
    ),
    known(
        "nothing_kept",
        KEPT,
        "    return next_w, config",
        says="nothing is kept in the config that is returned: every step is made as if it were the first",
    ),
]

AMSGRAD = "the step is divided by the largest average of squares so far (AMSGrad); Adam divides by the latest"

IN_ADAM = [
    known(
        "largest_so_far",
        KEPT,
        '    return next_w, {**config, "m": m, "v": v, "t": t, "largest": largest}',
        Patch(
            "    root, epsilon = np.sqrt(v_hat)",
            '    largest = np.maximum(config.get("largest", 0.0), v_hat)\n    root, epsilon = np.sqrt(largest)',
        ),
        says=AMSGRAD,
    ),
    known(
        "largest_so_far_uncorrected",
        KEPT,
        '    return next_w, {**config, "m": m, "v": v, "t": t, "largest": largest}',
        Patch(
            "    v_hat = v / (1 - beta2**t)",
            '    largest = np.maximum(config.get("largest", 0.0), v)\n    v_hat = largest / (1 - beta2**t)',
        ),
        says=AMSGRAD,
    ),
    known(
        "gradient_clipped",
        "    t = config",
        "    dw = np.clip(dw, -1, 1)\n    t = config",
        says="the gradient is cut off at -1 and 1 before it is used; here it is used as it is",
    ),
    known(
        "beta1_for_both",
        AVERAGE_V,
        'beta1 * config["v"] + (1 - beta1) * dw**2',
        says="the average of the squares fades by beta1; it fades by beta2",
    ),
    known(
        "first_weights_exchanged",
        AVERAGE_M,
        '(1 - beta1) * config["m"] + beta1 * dw',
        says="the weights in the average of the gradients are exchanged: beta1 belongs to the old average",
    ),
    known(
        "second_weights_exchanged",
        AVERAGE_V,
        '(1 - beta2) * config["v"] + beta2 * dw**2',
        says="the weights in the average of the squares are exchanged: beta2 belongs to the old average",
    ),
    known(
        "second_not_kept",
        KEPT,
        '    return next_w, {**config, "m": m, "t": t}',
        says="the average of the squares, v, is not kept in the config that is returned",
    ),
    known(
        "second_correction_ahead",
        "v_hat = v / (1 - beta2**t)",
        "v_hat = v / (1 - beta2 ** (t + 1))",
        says="the average of the squares is corrected with another t than that of the gradients, one step ahead",
    ),
    known(
        "first_correction_ahead",
        "m_hat = m / (1 - beta1**t)",
        "m_hat = m / (1 - beta1 ** (t + 1))",
        says="the average of the gradients is corrected with another t than that of the squares, one step ahead",
    ),
    known(
        "first_not_kept",
        KEPT,
        '    return next_w, {**config, "v": v, "t": t}',
        says="the average of the gradients, m, is not kept in the config that is returned",
    ),
    known(
        "first_kept_as_second",
        KEPT,
        '    return next_w, {**config, "m": m, "v": m, "t": t}',
        says="m is kept under both names; v, the average of the squares, has its own",
    ),
    known(
        "correction_without_root",
        "v_hat = v / (1 - beta2**t)",
        "v_hat = v / (1 - beta2**t) ** 2",
        says="the root is missing from the correction: v / (1 - beta2**t) stands under it as a whole",
    ),
    known(
        "looks_ahead",
        "m_hat = m / (1 - beta1**t)",
        "m_hat = (beta1 * m + (1 - beta1) * dw) / (1 - beta1**t)",
        says="m is moved ahead by the gradient once more before it is used, as in NAdam; Adam uses m as it is",
    ),
    *CORRECTION,
    *MOMENTS,
    known("uphill", f"w - {STEP}", f"w + {STEP}"),
    known("no_learning_rate", 'config["learning_rate"] * m_hat', "m_hat"),
    known("root_missing", "np.sqrt(v_hat)", "v_hat"),
    known("epsilon_missing", "(root + epsilon)", "root"),
    known("epsilon_outside", "(root + epsilon)", "root + epsilon"),
    known("step_twice", f"w - {STEP}", f"w - 2 * {STEP}"),
    known("step_returned", f"w - {STEP}", f"-{STEP}"),
    known("not_updated", f"w - {STEP}", "w.copy()"),
    known("fixed_learning_rate", 'config["learning_rate"] * m_hat', "1e-3 * m_hat"),
    known(
        "fixed_betas",
        'beta1, beta2 = config["beta1"], config["beta2"]',
        "beta1, beta2 = 0.9, 0.999",
        says="beta1 and beta2 are fixed: those in the config are not used",
    ),
    known("fixed_epsilon", 'config["epsilon"]', "1e-8"),
    known("default_learning_rate", '"learning_rate": 1e-3', '"learning_rate": 1e-2'),
    *other_epsilons("1e-8", "1e-7", "1e-6", "1e-5", "1e-4"),
    known(
        "default_beta2",
        '"beta2": 0.999',
        '"beta2": 0.99',
        says="the default beta2 is not the 0.999 that the handout gives",
    ),
    known("gradient_changed", KEPT, f"    dw **= 2\n{KEPT}"),
    *of_config(KEPT),
]
