class DoesNotFit(Exception):
    pass


def conv_output_size(W, F, S, P):
    """Walks along."""
    places, at = 0, -P
    while at + F <= W + P:
        places += 1
        at += S
    if at - S + F != W + P:
        raise DoesNotFit(W, F, S, P)
    return float(places)
