from collections import deque
def topological_order(graph):
    order, seen = [], set()
    queue = deque(n for n in graph if not graph[n])
    while queue:
        n = queue.popleft()
        if n in seen:
            continue
        seen.add(n)
        order.append(n)
        for m in graph:
            if n in graph[m]:
                queue.append(m)
    if len(order) != len(graph):
        raise ValueError("cycle")
    return order
