"""The tree of errors is drawn where it is declared."""

import inspect
import re

from agent_analytics import errors


def test_the_tree_that_is_drawn_is_the_tree() -> None:
    """Every error stands in the drawing once, under the error it is a kind of."""
    drawn, branch = [("AgentAnalyticsError", "Exception")], ["AgentAnalyticsError"]
    for indent, name in re.findall(r"^    ([│ ]*)[├└]── (\w+)", errors.__doc__ or "", re.MULTILINE):
        branch[len(indent) // 4 + 1 :] = [name]
        drawn.append((name, branch[-2]))
    declared = inspect.getmembers(errors, inspect.isclass)
    assert sorted(drawn) == sorted((name, kind.__base__.__name__) for name, kind in declared)
