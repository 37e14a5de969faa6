import numpy as np


def topological_order(graph, order=[]):
    state = {}
    def visit(node):
        if state.get(node) == 'done':
            return
        if state.get(node) == 'open':
            raise ValueError('cycle')
        state[node] = 'open'
        for parent in graph[node]:
            visit(parent)
        state[node] = 'done'
        order.append(node)
    for node in graph:
        visit(node)
    return order
