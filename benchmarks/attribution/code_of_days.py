"""What people and agents write in the family `days`: code that has the lines all such programs share."""

import random

THINGS = (
    "Cart",
    "Menu",
    "Login",
    "Search",
    "Review",
    "Ticket",
    "Avatar",
    "Banner",
    "Survey",
    "Report",
    "Coupon",
    "Gallery",
)
_HANDLERS = [
    "Create",
    "List",
    "Fetch",
    "Update",
    "Remove",
    "Export",
    "Import",
    "Share",
    "Close",
    "Reopen",
]


def component(draw: random.Random) -> list[str]:
    """Return a component in TypeScript."""
    thing, number = draw.choice(THINGS), draw.randrange(10_000)
    field = f"{draw.choice(THINGS).lower()}{draw.randrange(100)}"
    return [
        "import React, { useEffect, useState } from 'react';",
        f"import {{ fetch{thing} }} from '../api/{thing.lower()}{number}';",
        "",
        f"export function {thing}{number}({{ {field} }}: Props) {{",
        "  const [loading, setLoading] = useState(true);",
        f"  const [{field}Items, set{number}] = useState<{thing}[]>([]);",
        "  useEffect(() => {",
        f"    fetch{thing}({field}, {number}).then((found) => set{number}(found));",
        "    setLoading(false);",
        f"  }}, [{field}]);",
        "  if (loading) {",
        "    return <Spinner />;",
        "  }",
        f'  return <List title="{thing} {draw.randrange(900)}" items={{{field}Items}} />;',
        "}",
        "",
    ]


def handler(draw: random.Random) -> list[str]:
    """Return a handler in Go."""
    name = f"{draw.choice(_HANDLERS)}{draw.choice(THINGS)}{draw.randrange(1_000)}"
    limit = draw.randrange(10_000)
    return [
        f"func (s *Server) {name}(w http.ResponseWriter, r *http.Request) {{",
        "\tctx := r.Context()",
        f'\trows, err := s.store.{name}(ctx, r.URL.Query().Get("id"), {limit})',
        "\tif err != nil {",
        "\t\thttp.Error(w, err.Error(), http.StatusInternalServerError)",
        "\t\treturn",
        "\t}",
        f'\ts.metrics.Count("{name.lower()}", len(rows), {draw.randrange(100)})',
        "\tjson.NewEncoder(w).Encode(rows)",
        "}",
        "",
    ]
