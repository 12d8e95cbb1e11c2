"""The running totals a client notes in its transcript when it ends: cumulative over resumes."""

from ingestion.sample.activity import Request
from ingestion.sample.catalog import client_cost, microusd
from ingestion.sample.wire.rows import Row

_NAMES = (
    "inputTokens",
    "outputTokens",
    "cacheReadInputTokens",
    "cacheCreationEphemeral5mInputTokens",
    "cacheCreationEphemeral1hInputTokens",
)


class RunningCost:
    """What a session has spent so far, by model."""

    def __init__(self, session_id: str) -> None:
        self._session_id = session_id
        self._microusd: dict[str, int] = {}
        self._tokens: dict[str, list[int]] = {}

    def spend(self, request: Request) -> None:
        """Add one answered request."""
        tokens, model = request.tokens, request.model
        cost = microusd(client_cost(model, tokens, request.at))
        self._microusd[model] = self._microusd.get(model, 0) + cost
        spent = (tokens.input, tokens.output, tokens.read, tokens.write_5m, tokens.write_1h)
        totals = self._tokens.setdefault(model, [0] * len(spent))
        for place, value in enumerate(spent):
            totals[place] += value

    def row(self, started: int, ended: int) -> Row:
        """Return the totals as the client writes them; instants in milliseconds."""
        usage = {
            model: dict(zip(_NAMES, totals, strict=True))
            | {"webSearchRequests": 0, "costUSD": self._microusd[model] / 1e6}
            for model, totals in self._tokens.items()
        }
        return {
            "type": "cost-state",
            "sessionId": self._session_id,
            "totalCostUSD": sum(self._microusd.values()) / 1e6,
            "totalLinesAdded": 0,
            "totalLinesRemoved": 0,
            "totalDuration": ended - started,
            "startTime": started,
            "modelUsage": usage,
            "hasUnknownModelCost": False,
        }
