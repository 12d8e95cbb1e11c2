"""Names: how dbt's nodes are called in Dagster.

Sources get the keys of the loaders' assets; models the schema they are built in and their name, grouped by
folder.
"""

from collections.abc import Mapping
from typing import Any

from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings


class FolderTranslator(DagsterDbtTranslator):
    """Groups models by their folder: `models/marts/usage` is `marts_usage`."""

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_source_metadata=False))

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """Return the group of a node."""
        _project, *folders, _name = dbt_resource_props["fqn"]
        return "_".join(folders) or f"{dbt_resource_props['resource_type']}s"
