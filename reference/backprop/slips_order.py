"""How a topological order goes wrong: what is said, and what is changed in the solution of order.py for it."""

from __future__ import annotations

from grader.authoring import Mistake, Patch

BEGIN = "    order, done, under_way = [], set(), set()\n"
NOT_YET = """        if node in under_way:
            raise ValueError(f"the graph has a cycle through {node}")
"""
DONE = """        if node in done:
            return
"""
START = "    for node in graph:\n        visit(node)\n"
UNMET = "    for node in graph:\n        if node not in done:\n            visit(node)\n"
USERS = """    users = {node: [] for node in graph}
    for node in graph:
        for source in graph[node]:
            users[source].append(node)
"""


def _instead(code):
    """Other code in place of the whole body, which is left behind unreached."""
    return {"find": BEGIN, "replace": code + BEGIN}


IN_ORDER = [
    Mistake(
        "reversed",
        "the order is the wrong way round: every node should stand after its inputs, not before them",
        "return order",
        "return order[::-1]",
    ),
    Mistake(
        "keys_as_they_come",
        "the nodes are returned in the order of the dictionary's keys, which is any order",
        **_instead("    return list(graph)\n"),
    ),
    Mistake(
        "sorted_at_the_end",
        "the order that was found is sorted by name in the end; names say nothing about the order",
        "return order",
        "return sorted(order)",
    ),
    Mistake(
        "nodes_in_lists",
        "each node is listed in a list of its own; the order is a list of the names themselves",
        "order.append(node)",
        "order.append([node])",
    ),
    Mistake(
        "alphabetical",
        "the nodes are sorted by name; names say nothing about the order",
        **_instead("    return sorted(graph)\n"),
    ),
    Mistake(
        "by_number_of_inputs",
        (
            "the nodes are sorted by how many inputs they have; a node with one input may still stand behind another "
            "with two"
        ),
        **_instead("    return sorted(graph, key=lambda node: len(graph[node]))\n"),
    ),
    Mistake(
        "node_before_its_inputs",
        "a node is appended before its inputs are visited: append it after the loop over them",
        "        under_way.add(node)\n",
        "        under_way.add(node)\n        order.append(node)\n",
        also=(Patch("        done.add(node)\n        order.append(node)\n", "        done.add(node)\n"),),
    ),
    Mistake(
        "shared_node_refused",
        "a node that is met a second time is taken for a cycle; it is one only where the node's own inputs are still "
        "being visited",
        DONE,
        "",
        also=(Patch(NOT_YET, NOT_YET.replace("in under_way", "in done | under_way")), Patch(START, UNMET)),
    ),
    Mistake(
        "every_second_visit_refused",
        "a node that is met a second time is taken for a cycle; it is one only where the node's own inputs are still "
        "being visited",
        DONE,
        "",
        also=(Patch(NOT_YET, NOT_YET.replace("in under_way", "in done | under_way")),),
    ),
    Mistake(
        "visited_missing",
        "nodes are listed several times, once for every way that leads to them: keep a set of those that are done",
        DONE,
        "",
    ),
    Mistake(
        "repeats_from_every_start",
        (
            "nodes are listed anew for every node that the search starts from: keep the set of visited nodes between "
            "the starts"
        ),
        START,
        "    for node in graph:\n        done.clear()\n        visit(node)\n",
    ),
    Mistake(
        "repeats_for_every_way",
        "nodes are listed several times, once for every way that leads to them: keep a set of those that are done",
        DONE,
        "",
        also=(Patch(START, "    for node in graph:\n        if node not in done:\n            visit(node)\n"),),
    ),
    Mistake(
        "breadth_first",
        (
            "the graph is gone through layer by layer from its ends (breadth first), so that a node that is used on a "
            "short way and on a long one may come too late: go on with a node only when all of its uses are done"
        ),
        **_instead(
            "    order, used = [], {source for sources in graph.values() for source in sources}\n"
            "    queue = [node for node in graph if node not in used]\n"
            "    if not queue:\n        raise ValueError\n"
            "    for node in queue:\n"
            "        if node not in order:\n            order.append(node)\n"
            "            queue += graph[node]\n"
            "    return order[::-1]\n"
        ),
    ),
    Mistake(
        "from_the_last_key",
        "the search starts at the last key only: nodes that it does not lead to are missing",
        START,
        "    visit(list(graph)[-1])\n",
    ),
    Mistake(
        "from_the_first_key",
        "the search starts at the first key only: nodes that it does not lead to are missing",
        START,
        "    visit(next(iter(graph)))\n",
    ),
    Mistake(
        "from_unused_nodes_to_the_first_end",
        "the search starts at the first node that no other uses; there may be several of them",
        START,
        "    used = {source for sources in graph.values() for source in sources}\n"
        "    for node in [node for node in graph if node not in used][:1] or list(graph)[:1]:\n        visit(node)\n",
    ),
    Mistake(
        "cycles_from_ends_only",
        (
            "the search starts only at nodes that no other uses, and never meets a cycle that nothing else leads to: "
            "check that all nodes were listed"
        ),
        START,
        "    used = {source for sources in graph.values() for source in sources}\n"
        "    for node in [node for node in graph if node not in used]:\n        visit(node)\n",
    ),
    Mistake(
        "nothing_listed",
        "the order is empty: no node is ever appended to what is returned",
        "        order.append(node)\n",
        "",
    ),
    Mistake(
        "leaves_left_out",
        "nodes without inputs are left out: they belong to the order, before all others",
        "        order.append(node)\n",
        "        if graph[node]:\n            order.append(node)\n",
    ),
    Mistake(
        "ends_left_out",
        "nodes that no other uses are left out: they belong to the order, too",
        "        order.append(node)\n",
        "        if any(node in sources for sources in graph.values()):\n            order.append(node)\n",
    ),
    Mistake(
        "leaves_only",
        "only the nodes without inputs are listed: a node follows as soon as all of its inputs are there",
        **_instead("    return [node for node in graph if not graph[node]]\n"),
    ),
    Mistake(
        "cycle_unnoticed",
        "a graph with a cycle has no order, and is to be refused: raise ValueError, don't return a list or None",
        NOT_YET + DONE,
        "        if node in done or node in under_way:\n            return\n",
    ),
    Mistake(
        "its_own_input_unnoticed",
        "a node that is its own input goes unnoticed: that is a cycle, too",
        "for source in graph[node]:\n            visit(source)\n        under_way",
        "for source in graph[node]:\n            if source != node:\n                visit(source)\n        under_way",
    ),
    Mistake(
        "cycle_of_two_only",
        "only cycles of one or two nodes are refused; look for longer ones as well",
        NOT_YET + DONE,
        "        if node in done or node in under_way:\n            return\n"
        "        if any(node in graph[source] for source in graph[node]):\n            raise ValueError\n",
    ),
    Mistake(
        "endless_recursion",
        (
            "on a cycle the search goes round until Python's recursion limit: mark nodes when they are entered, and "
            "raise ValueError"
        ),
        NOT_YET,
        "",
    ),
    Mistake(
        "shared_nodes_refused",
        (
            "a node that is met a second time is taken for a cycle, though two others may use it: "
            "a cycle is met only while the node is still under way"
        ),
        NOT_YET + DONE,
        "        if node in under_way and node not in done:\n            raise ValueError\n"
        "        if node in done:\n            raise ValueError\n",
        also=(Patch(START, "    for node in graph:\n        if node not in done:\n            visit(node)\n"),),
    ),
    Mistake(
        "one_input_is_enough",
        "a node is listed as soon as one of its inputs is there; wait for all of them",
        **_instead(
            USERS + "    ready = [node for node in graph if not graph[node]]\n"
            "    order = list(ready)\n"
            "    for node in order:\n"
            "        order += [user for user in dict.fromkeys(users[node]) if user not in order]\n"
            "    if len(order) < len(graph):\n        raise ValueError\n"
            "    return order\n"
        ),
    ),
    Mistake(
        "same_input_counted_once",
        (
            "a node that uses the same input twice is refused, though that is no cycle: are its inputs counted twice, "
            "and taken away once?"
        ),
        **_instead(
            USERS + "    missing = {node: len(graph[node]) for node in graph}\n"
            "    order = [node for node in graph if not graph[node]]\n"
            "    for node in order:\n"
            "        for user in dict.fromkeys(users[node]):\n"
            "            missing[user] -= 1\n"
            "            if missing[user] == 0:\n                order.append(user)\n"
            "    if len(order) < len(graph):\n        raise ValueError\n"
            "    return order\n"
        ),
    ),
    Mistake(
        "graph_emptied",
        "the caller's graph is taken apart on the way: work on a copy of its lists",
        "        under_way.remove(node)\n",
        "        under_way.remove(node)\n        graph[node].clear()\n",
    ),
]
