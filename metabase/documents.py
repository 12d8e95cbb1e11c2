"""Dashboard files as documents of three kinds, each under its entity id; written and read without loss.

Reading is done by `agent_analytics.dashboards`, which also says what they mean; here every key counts, since
what is written must come back from a round trip. Whether a document makes sense is `lint`'s concern.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from agent_analytics.dashboards.documents import read_documents, snippets_of, sql_file
from agent_analytics.dashboards.snippets import Snippets
from agent_analytics.errors import TemplateError

Body = Mapping[str, Any]
Kind = Literal["collection", "card", "dashboard"]

DATABASE = "agent_analytics"
"""What the files call the database, whatever it is called in a Metabase."""

_KINDS: Mapping[str, Kind] = {"Collection": "collection", "Card": "card", "Dashboard": "dashboard"}
_MODELS: Mapping[Kind, str] = {kind: model for model, kind in _KINDS.items()}
_LINE = 100


@dataclass(frozen=True, slots=True)
class Document:
    """One collection, card or dashboard. `path` is that of its YAML inside the tree."""

    kind: Kind
    entity_id: str
    path: Path
    body: Body

    @property
    def name(self) -> str:
        """The name that people see."""
        return str(self.body.get("name", self.path.stem))


@dataclass(frozen=True, slots=True)
class Tree:
    """Documents in the order of their paths."""

    documents: tuple[Document, ...]

    def of(self, kind: Kind) -> tuple[Document, ...]:
        """Return the documents of one kind."""
        return tuple(document for document in self.documents if document.kind == kind)

    def by_id(self) -> dict[str, Document]:
        """Return every document by its entity id."""
        return {document.entity_id: document for document in self.documents}


def read_tree(folder: Path) -> Tree:
    """Return the documents below a folder, each card's SQL put into its query.

    Raises `TemplateError` for a folder without documents and for a file that cannot be read as one.
    """
    documents = []
    for read in read_documents(folder):
        kind = _KINDS.get(read.model)
        path = read.path.relative_to(folder)
        if kind is None:
            message = (
                f"{path}: there is no model {read.model!r} here; known are {', '.join(_KINDS)}"
            )
            raise TemplateError(message)
        documents.append(Document(kind, str(read.content.get("entity_id")), path, read.content))
    if not documents:
        message = f"there are no dashboard files in {folder / 'collections'}; name another folder"
        raise TemplateError(message)
    return Tree(tuple(documents))


def write_tree(tree: Tree, folder: Path, *, inline: bool) -> None:
    """Write every document below a folder; SQL goes into the YAML, or into a file beside it.

    A file that already says the same, in other lines or by way of snippets, stays as it is.
    """
    snippets = snippets_of(folder)
    for document in tree.documents:
        file = folder / document.path
        file.parent.mkdir(parents=True, exist_ok=True)
        body = dict(document.body)
        if document.kind == "card" and not inline:
            body, sql = _parted(body)
            if sql is not None and not _says(sql_file(file), sql, snippets):
                sql_file(file).write_text(sql.rstrip() + "\n", encoding="utf-8")
        if not _holds(file, body):
            file.write_text(as_yaml(body), encoding="utf-8")


def as_yaml(body: Body) -> str:
    """Return a document as text: keys in their order, long text in blocks."""
    text: str = yaml.dump(
        dict(body), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_LINE
    )
    return text


def native_stages(body: Body) -> Iterator[dict[str, Any]]:
    """Yield the stages of a card that are SQL; none where the query is no list of stages."""
    query = body.get("dataset_query")
    stages = query.get("stages") if isinstance(query, Mapping) else None
    for stage in stages if isinstance(stages, list) else ():
        if isinstance(stage, dict) and stage.get("lib/type") == "mbql.stage/native":
            yield stage


def model_of(kind: Kind) -> str:
    """Return what the format calls a kind of document."""
    return _MODELS[kind]


def _holds(file: Path, body: Body) -> bool:
    """Return whether a file is there and holds the document."""
    return file.exists() and yaml.safe_load(file.read_text("utf-8")) == body


def _says(file: Path, sql: str, snippets: Snippets) -> bool:
    """Return whether a file is there and holds the SQL, or names what it is made of."""
    return file.exists() and snippets.put_into(file.read_text("utf-8").strip(), file) == sql.strip()


def _parted(body: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
    """Return a card without its SQL, and the SQL; null when it is no card of one native stage."""
    stages = list(native_stages(body))
    if len(stages) != 1 or len(body["dataset_query"]["stages"]) != 1:
        return body, None
    stage = {key: value for key, value in stages[0].items() if key != "native"}
    query = dict(body["dataset_query"]) | {"stages": [stage]}
    return body | {"dataset_query": query}, str(stages[0].get("native", ""))


class _Dumper(yaml.SafeDumper):
    """YAML as people write it: text of several lines in a block, no references."""

    def ignore_aliases(self, data: Any) -> bool:
        """Return that everything is written where it stands."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
