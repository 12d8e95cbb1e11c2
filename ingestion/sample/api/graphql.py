"""Answers GraphQL questions over plain data, and counts their cost as GitHub does.

The schema is the part of GitHub's own that is in `github.graphql`; a question that does not fit it is refused.
Lists in the data become connections. Which data there is belongs to `github`.
"""

import base64
import binascii
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLResolveInfo,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    build_schema,
    execute_sync,
    parse,
    validate,
)

_POINT = 100


def answer(question: str, variables: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    """Return the whole answer to a question, as it goes over the wire."""
    try:
        document = parse(question)
        errors = validate(schema(), document)
    except GraphQLError as error:
        errors = [error]
    if errors:
        return {"errors": [{"message": error.message} for error in errors]}
    result = execute_sync(
        schema(), document, root, variable_values=dict(variables), field_resolver=_resolve
    )
    whole: dict[str, Any] = {"data": result.data}
    if result.errors:
        whole["errors"] = [
            {"message": error.message, **(error.extensions or {})} for error in result.errors
        ]
    return whole


def cost(question: str, variables: Mapping[str, Any]) -> int:
    """Return the points a question costs: connections it may open, by the hundred, at least one.

    Source: GitHub's page on rate limits and query limits for the GraphQL interface.
    """
    document = parse(question)
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }

    def opened(selection: SelectionSetNode | None, times: int) -> int:
        total = 0
        for node in selection.selections if selection else ():
            if isinstance(node, FragmentSpreadNode):
                total += opened(fragments[node.name.value].selection_set, times)
            elif isinstance(node, InlineFragmentNode):
                total += opened(node.selection_set, times)
            elif isinstance(node, FieldNode):
                size = _size(node, variables)
                total += times if size else 0
                total += opened(node.selection_set, times * (size or 1))
        return total

    operations = (n for n in document.definitions if isinstance(n, OperationDefinitionNode))
    return max(1, round(sum(opened(node.selection_set, 1) for node in operations) / _POINT))


@cache
def schema() -> GraphQLSchema:
    """Return the schema that questions must fit."""
    return build_schema(Path(__file__).with_name("github.graphql").read_text(encoding="utf-8"))


def _size(node: FieldNode, variables: Mapping[str, Any]) -> int:
    """Return how many nodes a field asks for at most; 0 for a field that is no connection."""
    for argument in node.arguments:
        if argument.name.value == "first":
            if isinstance(argument.value, VariableNode):
                return int(variables[argument.value.name.value])
            if isinstance(argument.value, IntValueNode):
                return int(argument.value.value)
    return 0


def _resolve(source: Any, info: GraphQLResolveInfo, **arguments: Any) -> Any:
    value = source.get(info.field_name) if isinstance(source, Mapping) else None
    if callable(value):
        return value(**arguments)
    return connection(value, **arguments) if "first" in arguments else value


def connection(
    items: list[Any] | None,
    *,
    first: int,
    after: str | None = None,
    itemTypes: list[str] | None = None,  # noqa: N803 - GitHub's name
    **_: Any,
) -> dict[str, Any] | None:
    """Return one page of a list as a connection; the cursor is the place of its last item."""
    if items is None:
        return None
    if itemTypes is not None:
        kinds = {f"{kind.title().replace('_', '')}" for kind in itemTypes}
        items = [item for item in items if item["__typename"] in kinds]
    start = 0 if after is None else _place(after)
    page = items[start : start + first]
    end = start + len(page)
    return {
        "totalCount": len(items),
        "nodes": page,
        "pageInfo": {
            "hasNextPage": end < len(items),
            "endCursor": base64.b64encode(f"cursor:{end}".encode()).decode() if page else None,
        },
    }


def _place(cursor: str) -> int:
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("cursor:"))
    except (binascii.Error, ValueError) as error:
        message = "`after` is not a cursor of this list"
        raise GraphQLError(message, extensions={"type": "INVALID_CURSOR_ARGUMENTS"}) from error
