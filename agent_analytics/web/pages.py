"""The pages as values: a board with its cards as they are answered, a card by itself, and the index.

Each card is asked by a thread of its own, on the same snapshot. The HTML is the templates' work.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cached_property

from agent_analytics.dashboards.binding import Bound, Filters, bind, tag_values
from agent_analytics.dashboards.templates import Card, Dashboard, Dashcard, Field
from agent_analytics.errors import QueryError, RequestError, TemplateError
from agent_analytics.serving import Rows
from agent_analytics.web.asking import Session
from agent_analytics.web.cards.answer import answer
from agent_analytics.web.cards.view import TILES, View, view
from agent_analytics.web.filters import Control, address, control, in_words
from agent_analytics.web.layout import Band, bands
from agent_analytics.web.lineage import fewest_people, nothing_because
from agent_analytics.web.links import Links

HEADLINES = 6
MOST_CHOICES = 200
"""More values than this are not listed: one is written instead."""

Placed = tuple[Dashcard, View | None]
"""A card at its place with what it shows; texts have no view."""


@dataclass(frozen=True)
class Page:
    """One board under some filters, on one snapshot."""

    boards: Sequence[Dashboard]
    board: Dashboard
    filters: Filters
    tab: int
    session: Session

    @cached_property
    def controls(self) -> tuple[Control, ...]:
        """The filters that act on a card of the tab. Raises `RequestError` for a date that is none."""
        shown = {wire.parameter_id for one in self.dashcards for wire in one.mappings}
        agents = {code: name for name, code in self.session.agents().items()}
        today = self.session.today()
        return tuple(
            control(
                parameter,
                self.filters,
                self._choices(parameter.id, agents),
                today,
            )
            for parameter in self.board.parameters
            if parameter.id in shown
        )

    @cached_property
    def dashcards(self) -> tuple[Dashcard, ...]:
        """What stands on the tab."""
        tabs = self.board.tabs
        return self.board.on_tab(tabs[self.tab].entity_id if tabs else None)

    def addresses(self) -> list[tuple[str, str]]:
        """Return name and address of every tab under the same filters."""
        return [
            (tab.name, address(self.board, self.filters, index))
            for index, tab in enumerate(self.board.tabs)
        ]

    def words(self, dashcard: Dashcard) -> str:
        """Return the filters that act on a card, in one line."""
        acting = self._acting(dashcard)
        return in_words(one for one in self.controls if one.slug in acting)

    def card_address(self, card: Card, suffix: str = "") -> str:
        """Return the address of a card by itself, or of a file of it, under the same filters."""
        return address(self.board, self.filters, self.tab, f"/cards/{card.slug}{suffix}")

    def views(self, executor: Executor) -> Iterator[tuple[Band, Iterator[Placed]]]:
        """Yield the tab's bands with their cards, each card as soon as it is answered."""
        asked = {
            one.entity_id: executor.submit(self.view, one) for one in self.dashcards if one.card
        }

        def answered(band: Band) -> Iterator[Placed]:
            for dashcard in band.dashcards:
                future = asked.get(dashcard.entity_id)
                yield dashcard, future.result() if future else None

        for band in bands(self.dashcards):
            yield band, answered(band)

    def view(self, dashcard: Dashcard) -> View:
        """Return a card's view; what fails is said in its place."""
        card = dashcard.card
        if card is None:
            message = f"{self.board.slug}: {dashcard.entity_id} is a text, not a card"
            raise TemplateError(message)
        try:
            rows = self.rows(dashcard)
        except (QueryError, RequestError, TemplateError) as error:
            return View(card, "trouble", None, str(error), is_error=True)
        links = Links(self.boards, self.board, self.filters)
        found = answer(card, dashcard, rows, self.session.agents(), links)
        is_blank = all(row[-1] is None for row in rows.rows)
        empty = self._nothing(card, dashcard) if is_blank else ""
        if is_blank and card.display in TILES and fewest_people(card):
            shown = View(card, "nothing", None, empty)
        else:
            shown = view(card, dashcard, found, empty)
        return replace(shown, unfiltered_by=self._unfiltered_by(dashcard))

    def bound(self, dashcard: Dashcard) -> Bound:
        """Return a card's SQL under the filters, with its parameters."""
        if dashcard.card is None:
            message = f"{self.board.slug}: {dashcard.entity_id} is a text, not a card"
            raise TemplateError(message)
        values = tag_values(self.board, dashcard, self.filters)
        return bind(dashcard.card, values, self.session.today())

    def rows(self, dashcard: Dashcard, most_rows: int | None = None) -> Rows:
        """Return a card's rows. Raises `QueryError`, or `RequestError` for a filter it cannot use."""
        bound = self.bound(dashcard)
        return self.session.ask(bound, most_rows) if most_rows else self.session.ask(bound)

    def _acting(self, dashcard: Dashcard) -> set[str]:
        """Return the slugs of the filters that a card is wired to."""
        wired = {wire.parameter_id for wire in dashcard.mappings}
        return {one.slug for one in self.board.parameters if one.id in wired}

    def _unfiltered_by(self, dashcard: Dashcard) -> tuple[str, ...]:
        """Return the names of filters that are on and change nothing about a card."""
        acting = self._acting(dashcard)
        return tuple(one.name for one in self.controls if one.is_on and one.slug not in acting)

    def _nothing(self, card: Card, dashcard: Dashcard) -> str:
        return nothing_because(self.session, card, self.words(dashcard))

    def _choices(
        self, parameter_id: str, agents: Mapping[str, str]
    ) -> list[tuple[str, str]] | None:
        """Return values and labels of a filter; null when there are too many to list."""
        values = self._offered(parameter_id)
        if len(values) > MOST_CHOICES:
            return None
        return [(value, agents.get(value, value)) for value in values]

    def _offered(self, parameter_id: str) -> list[str]:
        """Return the values of a filter: those of every column it acts on, together."""
        found = (
            self.session.offered(field, MOST_CHOICES + 1) for field in self._fields(parameter_id)
        )
        return sorted({value for values in found for value in values}, key=str.casefold)

    def _fields(self, parameter_id: str) -> set[Field]:
        fields = set()
        for dashcard in self.board.dashcards:
            tags = {tag.name: tag for tag in dashcard.card.tags} if dashcard.card else {}
            for wire in dashcard.mappings:
                tag = tags.get(wire.tag)
                if wire.parameter_id != parameter_id or tag is None or tag.field is None:
                    continue
                if not (tag.widget or "").startswith("date/"):
                    fields.add(tag.field)
        return fields


def headlines(page: Page) -> tuple[Dashcard, ...]:
    """Return the figures of a board that an index may show: its first tiles."""
    tiles = [one for one in page.dashcards if one.card and one.card.display in TILES]
    return tuple(tiles[:HEADLINES])


def by_slug(boards: Sequence[Dashboard]) -> Mapping[str, Dashboard]:
    """Return the boards by the names of their folders."""
    return {board.slug: board for board in boards}
