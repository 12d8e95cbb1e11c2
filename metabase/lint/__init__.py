"""What is wrong with dashboard files, beyond what a schema can say.

`keys` knows which keys and values there are, `grid` where cards may lie, `references` who refers to whom,
`filters` how parameters, tags and SQL hang together, `drawing` that what is drawn is returned. Whether the SQL
is right is for those who run it.
"""

from collections.abc import Iterator

from metabase.documents import Tree
from metabase.lint import drawing, filters, grid, keys, references
from metabase.lint.finding import Finding

__all__ = ["Finding", "lint"]


def lint(tree: Tree) -> Iterator[Finding]:
    """Yield everything that is wrong, file by file, then what is wrong between files."""
    for document in tree.documents:
        yield from keys.findings(document)
    yield from references.findings(tree)
    for board in tree.of("dashboard"):
        yield from grid.findings(board)
        yield from filters.board_findings(board, tree)
    for card in tree.of("card"):
        yield from filters.card_findings(card)
        yield from drawing.findings(card)
