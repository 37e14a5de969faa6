import numpy as np


def topological_order(graph):
    state = {}
    order = []
    def visit(node):
        if node in state:
            raise ValueError('cycle')
        state[node] = 'open'
        for parent in graph[node]:
            visit(parent)
        state[node] = 'done'
        order.append(node)
    for node in graph:
        visit(node)
    return order
