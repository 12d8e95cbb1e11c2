"""Query parameters are taken as offered or refused by name."""

import pytest

from agent_analytics.errors import RequestError
from agent_analytics.web.choices import Choice, choice_from


def test_nothing_chosen_is_thirty_days_by_model() -> None:
    """Defaults stand in for parameters left out."""
    assert choice_from([]) == Choice(30, "model")


def test_an_offer_is_taken() -> None:
    """Both parameters are independent of order."""
    assert choice_from([("by", "agent"), ("days", "90")]) == Choice(90, "agent")


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ([("days", "12")], "days: '12' is not offered; use 7, 30, 90"),
        ([("days", "030")], "days: '030' is not offered; use 7, 30, 90"),
        ([("days", "٣٠")], "days: '٣٠' is not offered; use 7, 30, 90"),
        ([("by", "team")], "by: 'team' is not offered; use model, agent"),
        ([("days", "7"), ("days", "7")], "days: given more than once; use one value"),
        ([("limit", "1")], "limit: unknown parameter; use days, by"),
    ],
)
def test_anything_else_is_refused_by_name(parameters: list[tuple[str, str]], message: str) -> None:
    """The message names the parameter and what is offered."""
    with pytest.raises(RequestError) as refusal:
        choice_from(parameters)
    assert str(refusal.value) == message


def test_a_refusal_does_not_echo_pages_of_text() -> None:
    """Long names and values are cut."""
    with pytest.raises(RequestError) as refusal:
        choice_from([("x" * 10_000, "")])
    assert len(str(refusal.value)) < 100
