def topological_order(graph):
    used = set(i for v in graph.values() for i in v)
    queue = [n for n in graph if n not in used]
    if not queue:
        raise ValueError("cycle")
    seen = []
    while queue:
        n = queue.pop(0)
        if n in seen:
            continue
        seen.append(n)
        queue.extend(graph[n])
    return seen[::-1]
