import numpy as np
from collections import deque


def topological_order(graph):
    waiting = {n: len(set(ins)) for n, ins in graph.items()}
    used_by = {n: [] for n in graph}
    for n, ins in graph.items():
        for i in set(ins):
            used_by[i].append(n)
    ready = deque(n for n in graph if waiting[n] == 0)
    order = []
    while ready:
        n = ready.popleft()
        order.append([n])
        for user in used_by[n]:
            waiting[user] -= 1
            if waiting[user] == 0:
                ready.append(user)
    if len(order) != len(graph):
        raise ValueError('cycle')
    return order
