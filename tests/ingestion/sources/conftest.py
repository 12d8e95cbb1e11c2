"""What the tests of every source ask of the warehouse."""

from collections.abc import Callable

import pytest

from agent_analytics.settings import Settings
from ingestion import pipeline


@pytest.fixture
def tables_with() -> Callable[[Settings, str], list[str]]:
    """Return a function that names the tables of a loaded warehouse in which a text stands."""

    def search(settings: Settings, text: str) -> list[str]:
        with pipeline.connect(settings) as connection:
            names = connection.execute(
                "select table_schema || '.' || table_name from information_schema.tables"
            ).fetchall()
            rows = {name: connection.execute(f"from {name}").fetchall() for (name,) in names}
        assert any(found and name.endswith(".events") for name, found in rows.items())
        return [name for name, found in rows.items() if text in repr(found)]

    return search
