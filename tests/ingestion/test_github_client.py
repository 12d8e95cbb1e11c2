"""Waiting as GitHub says, and no longer than a load may."""

import httpx
import pytest

from ingestion.github_client import graphql_address, rate_limit_wait

NOW = 1_000.0
SPENT = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1030"}


@pytest.mark.parametrize(
    ("status", "headers", "body", "attempt", "expected"),
    [
        (403, SPENT, "", 0, 31.0),
        (429, SPENT, "", 0, 31.0),
        (403, SPENT | {"x-ratelimit-reset": "900"}, "", 0, 1.0),
        (403, {"retry-after": "7"}, "", 0, 7.0),
        (403, {}, "You have exceeded a secondary rate limit", 0, 60.0),
        (403, {}, "You have exceeded a secondary rate limit", 2, 240.0),
        (429, {}, "", 0, 60.0),
        (403, {}, "Resource not accessible by personal access token", 0, None),
        (404, SPENT, "", 0, None),
        (200, SPENT, "{}", 0, None),
        (200, SPENT, '{"errors":[{"type":"RATE_LIMITED"}]}', 0, 31.0),
        (200, {}, '{"data":{"title":"RATE_LIMITED"}}', 0, None),
        (500, {"retry-after": "7"}, "", 0, None),
    ],
)
def test_the_wait_is_what_the_answer_says(
    status: int, headers: dict[str, str], body: str, attempt: int, expected: float | None
) -> None:
    """Retry-After first, then the reset of a spent budget, else a minute that doubles."""
    answer = httpx.Response(status, headers=headers, text=body)
    assert rate_limit_wait(answer, NOW, attempt) == expected


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("https://api.github.com", "https://api.github.com/graphql"),
        ("https://git.example/api/v3", "https://git.example/api/graphql"),
    ],
)
def test_graphql_is_beside_rest(base: str, expected: str) -> None:
    """A server of one's own has it beside `v3`, not below."""
    assert graphql_address(base) == expected
