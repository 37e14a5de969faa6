from functools import lru_cache
def topological_order(graph):
    path = []
    @lru_cache(maxsize=None)
    def level(node):
        if node in path:
            raise ValueError('cycle: ' + ' -> '.join(path))
        path.append(node)
        height = 1 + max((level(n) for n in graph[node]), default=0)
        path.pop()
        return height
    return sorted(graph, key=level)
