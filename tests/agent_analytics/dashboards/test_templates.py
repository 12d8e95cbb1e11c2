"""Templates as values."""

import shutil
from pathlib import Path

import pytest

from agent_analytics.dashboards.templates import Dashboard, Field, Tab, load_dashboards
from agent_analytics.errors import TemplateError

COMPANY = Path(__file__).parents[2] / "fixtures" / "dashboards"
USAGE = Path("collections/main/agent_analytics/usage")


@pytest.fixture(scope="module")
def usage() -> Dashboard:
    """Return the fixture's only board."""
    (board,) = load_dashboards(COMPANY)
    return board


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a copy of the fixture's folder that a test may break."""
    return Path(shutil.copytree(COMPANY, tmp_path / "templates"))


def test_a_board_has_tabs_filters_and_cards_in_place(usage: Dashboard) -> None:
    """The folder names the board; cards stand on their tabs in reading order."""
    assert usage.slug == "usage"
    assert usage.tabs == (
        Tab("I_CXHcd_35ve2dmciZA3C", "Spend"),
        Tab("qYFGhLbYcax79Hml558zM", "Sessions"),
    )
    assert [one.slug for one in usage.parameters] == ["date", "agent"]
    spend = usage.on_tab("I_CXHcd_35ve2dmciZA3C")
    assert [one.card and one.card.slug for one in spend] == [None, "list_cost", "daily_cost"]
    assert (spend[2].row, spend[2].col, spend[2].width, spend[2].height) == (1, 6, 18, 6)
    assert [card.slug for card in usage.cards()] == ["list_cost", "daily_cost", "sessions"]


def test_a_card_brings_its_sql_and_tags(usage: Dashboard) -> None:
    """SQL comes from the sibling file; a tag knows its column and alias."""
    card = usage.cards()[1]
    assert card.sql.startswith("select\n    usage.usage_date")
    assert card.tags[0].field == Field("marts", "fct_daily_agent_usage", "usage_date")
    assert card.tags[0].alias == "usage.usage_date"
    assert card.display == "area"


def test_filters_reach_the_tags_of_cards(usage: Dashboard) -> None:
    """A mapping leads from a filter to a tag of a card."""
    (sessions,) = usage.on_tab("qYFGhLbYcax79Hml558zM")
    assert [(one.parameter_id, one.tag) for one in sessions.mappings] == [
        ("date", "date"),
        ("agent", "agent"),
    ]


@pytest.mark.parametrize(
    ("file", "before", "after", "words"),
    [
        ("usage.dashboard.yaml", "-VIP3Xmv4-wYN26ahfYzs", "nobody", "no template defines"),
        ("usage.dashboard.yaml", "name: Usage\n", "", "has no `name`"),
        ("list_cost.card.yaml", "display: smartscalar\n", "", "has no `display`"),
        ("usage.dashboard.yaml", "  size_x: 6\n", "", "KeyError\\('size_x'\\)"),
        ("list_cost.card.yaml", "stages:", "stages: none\n  other:", "no list of stages"),
        ("list_cost.card.yaml", "dataset_query:", "dataset_query: 3\nother:", "no list of stages"),
        ("list_cost.card.yaml", "serdes/meta:", "identity:", "no `serdes/meta`"),
        ("list_cost.card.yaml", "name: What", "name: [What", "cannot be read as YAML"),
        ("list_cost.card.yaml", "marts, dim_dates, ", "", "does not name database"),
    ],
)
def test_a_broken_template_is_named(
    copied: Path, file: str, before: str, after: str, words: str
) -> None:
    """The error says which file and what is wrong with it."""
    path = copied / USAGE / file
    path.write_text(path.read_text().replace(before, after))
    with pytest.raises(TemplateError, match=words) as caught:
        load_dashboards(copied)
    assert file in str(caught.value)


def test_a_card_without_sql_is_named(copied: Path) -> None:
    """A missing sibling is an error, not an empty card."""
    sql = copied / USAGE / "sessions.sql"
    sql.write_bytes(b"select \xff")
    with pytest.raises(TemplateError, match="has no SQL"):
        load_dashboards(copied)
    sql.unlink()
    with pytest.raises(TemplateError, match="has no SQL"):
        load_dashboards(copied)
