"""All boards and cards live in the one collection that the templates define."""

from agent_analytics.dashboards.documents import read_documents, templates_root


def test_everything_lives_in_a_collection_that_is_there() -> None:
    """Nothing is placed in a collection that no file defines, which would put it at the root."""
    documents = list(read_documents(templates_root()))
    defined = {one.content["entity_id"] for one in documents if one.model == "Collection"}
    placed = {one.content.get("collection_id") for one in documents if one.model != "Collection"}
    assert placed == defined
