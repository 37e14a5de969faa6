from graphlib import TopologicalSorter
def topological_order(graph):
    return list(TopologicalSorter(graph).static_order())
