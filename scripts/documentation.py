"""Writes the documents that are made from code: data dictionary, entity diagram and command reference.

    python scripts/documentation.py           write them
    python scripts/documentation.py --check   say which are out of date, exit 1 if any is

What a column means is said once, in the dbt project; what a command does, in its help. Prose belongs to the
documents written by hand.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from agent_analytics.cli import group
from agent_analytics.privacy.policy import ATTRIBUTES, TEXT_FIELDS
from agent_analytics.settings import Settings, described_keys, flatten
from orchestration.transformation.project import manifest
from scripts.generated import ROOT, settle

_DOCUMENTS = ROOT / "docs"

PARSED_MODELS = Settings(data_dir=str(ROOT / "dbt_project" / "target" / "parsed"))
"""An installation that keeps this checkout's models parsed, for these documents and for the tests."""

_WRITTEN = "<!-- Written by `make docs`. Change what it is made from, not this file. -->"

_FIELDS_BEGIN = "<!-- fields: written by `make docs` from the policy -->"
_FIELDS_END = "<!-- end of fields -->"

Node = Mapping[str, Any]


def rendered() -> dict[Path, str]:
    """Return the text of every generated document by its path."""
    parsed = manifest(PARSED_MODELS)
    marts = sorted(_marts(parsed), key=lambda node: str(node["name"]))
    return {
        _DOCUMENTS / "data-dictionary.md": data_dictionary(marts),
        _DOCUMENTS / "data-model.md": data_model(marts, _relationships(parsed)),
        _DOCUMENTS / "command-reference.md": command_reference(),
        _DOCUMENTS / "privacy.md": privacy((_DOCUMENTS / "privacy.md").read_text("utf-8")),
    }


def privacy(written: str) -> str:
    """Return the privacy document with its table of fields brought up to the policy."""
    before, _, rest = written.partition(_FIELDS_BEGIN)
    _, _, after = rest.partition(_FIELDS_END)
    fields = [
        f"| `{name}` | {rule.tier} | {rule.about} |" for name, rule in sorted(TEXT_FIELDS.items())
    ]
    attributes = [
        f"| attribute `{name}` | {tier} | count or enumeration |"
        for name, tier in sorted(ATTRIBUTES.items())
    ]
    table = "\n".join(["| field | from tier | kept as |", "|---|---|---|", *fields, *attributes])
    return f"{before}{_FIELDS_BEGIN}\n{table}\n{_FIELDS_END}{after}"


def data_dictionary(marts: Iterable[Node]) -> str:
    """Return every public mart with its grain and columns, as Markdown."""
    parts = ["# Data dictionary", _WRITTEN, _DICTIONARY_INTRODUCTION]
    for mart in marts:
        rows = [
            f"| `{name}` | {column['data_type']} | {_cell(column['description'])} |"
            for name, column in mart["columns"].items()
        ]
        parts.append(f"## {mart['name']}\n\n{mart['description']}")
        parts.append("\n".join(["| column | type | meaning |", "|---|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"


def data_model(marts: Iterable[Node], relationships: Iterable[tuple[str, str, str]]) -> str:
    """Return the entity diagram of the public marts: keys and the relations that are tested."""
    lines = ["erDiagram"]
    edges = sorted(set(relationships))
    for mart in marts:
        keys = [name for name in mart["columns"] if _is_key(mart["name"], name, edges)]
        lines.append(f"    {mart['name']} {{")
        lines += [f"        {_word(mart['columns'][key]['data_type'])} {key}" for key in keys]
        lines.append("    }")
    for child, column, parent in edges:
        lines.append(f"    {parent} ||--o{{ {child} : {column}")
    diagram = "```mermaid\n" + "\n".join(lines) + "\n```"
    return "\n\n".join(["# Data model", _WRITTEN, _MODEL_INTRODUCTION, diagram]) + "\n"


def command_reference() -> str:
    """Return the help of every command and the settings, as Markdown."""
    parts = ["# Command reference", _WRITTEN]
    parts += [f"## {title}\n\n```\n{text}\n```" for title, text in _helps(group, "agent-analytics")]
    defaults = dict(flatten(Settings().model_dump()))
    rows = [f"| `{key}` | `{defaults[key]}` | {_cell(about)} |" for key, about in described_keys()]
    table = "\n".join(["| key | default | meaning |", "|---|---|---|", *rows])
    return "\n\n".join([*parts, f"## Settings\n\n{_SETTINGS_INTRODUCTION}\n\n{table}"]) + "\n"


def _helps(command: click.Command, name: str) -> Iterator[tuple[str, str]]:
    context = click.Context(command, info_name=name, terminal_width=92, max_content_width=92)
    yield name, command.get_help(context)
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None:
                yield from _helps(found, f"{name} {child}")


def _marts(parsed: Node) -> Iterator[Node]:
    for node in parsed["nodes"].values():
        if node["resource_type"] == "model" and node["config"]["schema"] == "marts":
            yield node


def _relationships(parsed: Node) -> Iterator[tuple[str, str, str]]:
    """Yield child, column and parent of every relation that a test holds between two marts."""
    marts = {node["unique_id"]: node["name"] for node in _marts(parsed)}
    for node in parsed["nodes"].values():
        test = node.get("test_metadata") or {}
        if test.get("name") != "relationships" or node["attached_node"] not in marts:
            continue
        for parent in node["depends_on"]["nodes"]:
            if parent in marts and parent != node["attached_node"]:
                yield marts[node["attached_node"]], node["column_name"], marts[parent]


def _is_key(mart: str, column: str, edges: Iterable[tuple[str, str, str]]) -> bool:
    return column.endswith(("_key", "_id")) or any(
        (mart, column) == (child, name) for child, name, _ in edges
    )


def _word(data_type: str) -> str:
    return data_type.replace(" ", "_").replace("(", "_").replace(")", "").replace(",", "_")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


_DICTIONARY_INTRODUCTION = """\
Public marts, in the schema `marts` of every snapshot. Money is integer micro-USD (a million is one
dollar), times are UTC, dates are days of the installation's time zone. Null means unknown unless the text
says otherwise; zero means zero."""

_MODEL_INTRODUCTION = """\
Facts hold sums and keys, dimensions describe what the keys stand for. An edge is a relation that a test
holds on every build; a key may be null where the thing is unknown."""

_SETTINGS_INTRODUCTION = """\
In `agent-analytics.toml`, or from the environment as `AGENT_ANALYTICS_<SECTION>__<KEY>`.
`agent-analytics config show` prints the values in force and where each comes from."""


if __name__ == "__main__":
    sys.exit(settle(rendered(), sys.argv[1:]))
