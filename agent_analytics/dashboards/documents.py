"""The files of the dashboards: YAML documents, each card's SQL in the sibling of the same stem.

A document is returned complete, as Metabase's representation format has it, with the SQL in its native
stage and what the SQL shares with others in its place. What the keys mean is the concern of `templates`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from agent_analytics.dashboards.snippets import Snippets
from agent_analytics.errors import TemplateError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its path, its model in the format (`Card`, `Dashboard`, `Collection`) and its keys."""

    path: Path
    model: str
    content: dict[str, Any]


def templates_root() -> Path:
    """Return the folder of the shipped dashboards, beside this package in a wheel as in the repository."""
    return Path(__file__).parents[2] / "metabase" / "templates"


def read_documents(root: Path) -> Iterator[Document]:
    """Yield every document of a folder's `collections`, by path; the SQL they share is in its `snippets`.

    Raises `TemplateError` for a file that is no document.
    """
    snippets = snippets_of(root)
    for path in sorted((root / "collections").rglob("*.yaml")):
        yield _document(path, snippets)


def snippets_of(root: Path) -> Snippets:
    """Return the SQL that the cards of a folder share."""
    return Snippets(root / "snippets")


def sql_file(card: Path) -> Path:
    """Return the file of a card's SQL, beside that of the card."""
    return card.with_name(card.name.removesuffix(".yaml").removesuffix(".card") + ".sql")


def _document(path: Path, snippets: Snippets) -> Document:
    try:
        # The loader is the safe one, in C where there is one.
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        message = f"{path} cannot be read as YAML: {error}; correct the file"
        raise TemplateError(message) from error
    identity = content.get("serdes/meta") if isinstance(content, dict) else None
    if not isinstance(identity, list) or not identity or not isinstance(identity[-1], dict):
        message = f"{path} has no `serdes/meta`; every template names its model there"
        raise TemplateError(message)
    model = str(identity[-1].get("model"))
    if model == "Card":
        _inline(path, content, snippets)
    return Document(path, model, content)


def _inline(path: Path, content: dict[str, Any], snippets: Snippets) -> None:
    """Put the SQL of the sibling file into the card's native stage."""
    sibling = sql_file(path)
    query = content.get("dataset_query") or {}
    stages = query.get("stages") or [{}] if isinstance(query, dict) else None
    if not isinstance(stages, list) or not all(isinstance(stage, dict) for stage in stages):
        message = f"{path}: dataset_query holds no list of stages; correct the file"
        raise TemplateError(message)
    if "native" in stages[0]:
        if sibling.exists():
            message = f"{path} holds SQL and {sibling.name} does, too; keep the file"
            raise TemplateError(message)
        return
    if stages[0].get("lib/type") != "mbql.stage/native":
        return
    try:
        sql = sibling.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path} has no SQL: {sibling.name} cannot be read ({error})"
        raise TemplateError(message) from error
    stages[0]["native"] = snippets.put_into(sql, sibling)
