"""The order of a graph: every node after its inputs.

The forward pass goes through the nodes in this order, the backward pass in reverse. Any valid order is right: the
probe returns what all of them have in common.
"""

from __future__ import annotations

from grader.authoring import (
    Case,
    Close,
    InputsUnchanged,
    NoCalls,
    RandomStateUntouched,
    Repeatable,
    exercise,
)

from .slips_order import IN_ORDER


# solution: begin
def topological_order(graph):
    """The nodes of a computational graph in an order in which each stands after all of its inputs.

    graph: a dictionary with one entry for every node, from its name to the list of the names of its inputs (the nodes
    that it is computed from). The graph of q = x + y and f = q * x is
    {"x": [], "y": [], "q": ["x", "y"], "f": ["q", "x"]}.
    A node may use the same input twice, and several nodes may be used by no other.

    Returns a list of all nodes, each once. Where several orders are possible, any of them is right.

    Raises ValueError if the graph has a cycle.
    """
    order, done, under_way = [], set(), set()

    def visit(node):
        if node in under_way:
            raise ValueError(f"the graph has a cycle through {node}")
        if node in done:
            return
        under_way.add(node)
        for source in graph[node]:
            visit(source)
        under_way.remove(node)
        done.add(node)
        order.append(node)

    for node in graph:
        visit(node)
    return order


# solution: end


# ---------------------------------------------------------------- the inputs


def lecture_graph(rng):  # noqa: ARG001 - the lecture's graph is not drawn
    """F = (x + y) · z, the last node first."""
    return {"graph": {"f": ["q", "z"], "q": ["x", "y"], "z": [], "y": [], "x": []}}


def lecture_neuron(rng):
    """The sigmoid of w0·x0 + w1·x1 + w2."""
    graph = {
        "w0": [], "x0": [], "w1": [], "x1": [], "w2": [],
        "p0": ["w0", "x0"], "p1": ["w1", "x1"], "s": ["p0", "p1"], "t": ["s", "w2"],
        "minus": ["t"], "exp": ["minus"], "plus": ["exp"], "f": ["plus"],
    }  # fmt: skip
    return {"graph": shuffled(rng, graph)}


def shared_node(rng):
    """A node that two others use, which meet again: with a long way and a short one."""
    graph = {
        "x": [], "a": ["x"], "b": ["a"], "c": ["b", "x"], "d": ["c", "a"], "e": ["d", "c", "x"],
    }  # fmt: skip
    return {"graph": shuffled(rng, graph)}


def same_input_twice(rng):
    """The squares x · x and q · q."""
    graph = {"x": [], "y": [], "q": ["x", "x"], "r": ["q", "y"], "f": ["r", "r"], "g": ["f", "y", "y"]}
    return {"graph": shuffled(rng, graph)}


def several_ends(rng):
    """Two graphs side by side, with nodes that nobody uses; neither the first key nor the last reaches all."""
    graph = {"a": [], "b": ["a"], "loss": ["b"], "penalty": ["b", "a"], "u": [], "v": ["u"], "w": ["v", "u"]}
    return {"graph": shuffled(rng, graph)}


def random_graph(rng):
    return {"graph": _random_graph(rng, 25)}


def large_random_graph(rng):
    return {"graph": _random_graph(rng, 60)}


def long_chain(rng):
    """Each node uses the one before: whoever goes through the keys a fixed number of times does not come to the end."""
    names = [f"n{number}" for number in rng.permutation(40)]
    return {"graph": shuffled(rng, {name: names[i - 1 : i] if i else [] for i, name in enumerate(names)})}


def cycle_of_three(rng):
    graph = {"x": [], "a": ["c", "x"], "b": ["a"], "c": ["b"], "f": ["c"]}
    return {"graph": shuffled(rng, graph), "cyclic": True}


def its_own_input(rng):
    return {"graph": shuffled(rng, {"x": [], "h": ["x", "h"], "f": ["h", "x"]}), "cyclic": True}


def cycle_at_the_side(rng):
    """Most of the graph is in order; the cycle has a part of its own."""
    graph = _random_graph(rng, 12) | {"p": ["q"], "q": ["p"]}
    return {"graph": shuffled(rng, graph), "cyclic": True}


def cycle_far_down(rng):
    """The last of a long chain feeds into its middle."""
    graph = {f"n{i}": [f"n{i - 1}"] if i else [] for i in range(12)}
    graph["n4"] = ["n3", "n11"]
    return {"graph": shuffled(rng, graph), "cyclic": True}


def shuffled(rng, graph):
    """The same graph with its keys in another order, which is no valid one, nor the reverse of one."""
    names = list(graph)
    while True:
        drawn = {names[i]: graph[names[i]] for i in rng.permutation(len(names))}
        if _violations(drawn, list(drawn)) and _violations(drawn, list(drawn)[::-1]):
            return drawn


def _violations(graph, order):
    return any(order.index(source) >= order.index(node) for node in order for source in graph[node])


def _random_graph(rng, size):
    """Each node uses up to three earlier ones; names say nothing about the order."""
    names = [f"n{number}" for number in rng.permutation(size)]
    graph = {names[0]: []}
    for i in range(1, size):
        count = rng.integers(0, min(i, 3) + 1)
        graph[names[i]] = [names[j] for j in rng.choice(i, count, replace=False)]
    return shuffled(rng, graph)


IN_ORDER_CASES = (
    "lecture_graph",
    "lecture_neuron",
    "shared_node",
    "same_input_twice",
    "several_ends",
    "random_graph",
    "large_random_graph",
    "long_chain",
)
CYCLIC_CASES = ("cycle_of_three", "its_own_input", "cycle_at_the_side", "cycle_far_down")

EXERCISE = exercise(
    "topological_order",
    title="The order of a graph",
    uses=["topological_order"],
    cases=[
        Case(lecture_graph, visible=True, hint="(x + y) · z: f comes last, and q after x and y"),
        Case(lecture_neuron, visible=True, hint="the neuron of the lecture, with its keys in any order"),
        Case(shared_node, hint="a node that is used by several others stands before all of them, and only once"),
        Case(same_input_twice, hint="q = x · x uses x twice"),
        Case(several_ends, hint="not every node leads to the last one: every node has to be visited"),
        Case(random_graph, hint="a larger graph, with its keys in any order"),
        Case(large_random_graph, hint="a larger graph, with its keys in any order"),
        Case(long_chain, hint="a long chain: each node uses the one before"),
        Case(cycle_of_three, visible=True, hint="a needs c, c needs b, and b needs a: there is no valid order"),
        Case(its_own_input, hint="a node that is its own input is a cycle, too"),
        Case(cycle_at_the_side, hint="a cycle may lie in a part of the graph that nothing else leads to"),
        Case(cycle_far_down, hint="a long cycle"),
    ],
    checks=[
        Close("inputs_before", on=IN_ORDER_CASES),
        Close("times_listed", on=IN_ORDER_CASES),
        Close("strangers", on=IN_ORDER_CASES),
        Close("refused", on=CYCLIC_CASES),
        NoCalls("graphlib.*", "networkx.*", "torch.*", on=("lecture_graph",)),
        InputsUnchanged(on=("lecture_neuron", "shared_node", "several_ends", "random_graph")),
        Repeatable(on=("shared_node",)),
        RandomStateUntouched(on=("shared_node",)),
    ],
    mistakes=IN_ORDER,
)
