"""The model's context as it grows: what each request writes to the prompt cache and what it reads.

Counts tokens only; when requests happen is decided in `conversation`.
"""

from dataclasses import replace

from ingestion.sample.agents import CLAUDE_CODE, CLIENTS, Agent, Cache, cache_of
from ingestion.sample.catalog import GATEWAY_MODEL, Tokens
from ingestion.sample.dice import Dice, chance, lognormal

_SYSTEM_TOKENS = 14_000
_SUBAGENT_TOKENS = 7_000
_COMPACT_ABOVE = 110_000
_CACHE_LIFE_MS = 3_600_000
_THINKING_SHARE = 0.25
_AUTOMATIC_BLOCK = 128


class Context:
    """The context of one conversation."""

    def __init__(self, dice: Dice, model: str, growth: int, agent: Agent = CLAUDE_CODE) -> None:
        self._dice, self._growth = dice, growth
        self._agent = agent
        self.use(model)
        self._system = _SYSTEM_TOKENS if agent == CLAUDE_CODE else CLIENTS[agent].system_tokens
        self._size = 0
        self._last_request = 0

    def use(self, model: str) -> None:
        """Go on with a model: what is in the context stays, its cache is told as that model's."""
        self._long_cache = model != GATEWAY_MODEL
        self._cache = cache_of(self._agent, model)

    def is_full(self) -> bool:
        """Return whether the client would compact before the next request; others than Claude Code wait."""
        return self._cache == "lifetimes" and self._size > _COMPACT_ABOVE

    def next_request(self, started: int, output: int) -> Tokens:
        """Return a request's tokens: what is cached already is read, everything new is written.

        After an hour the cache is cold and all of it is written again.
        """
        dice = self._dice
        grown = lognormal(dice, self._growth, 0.8, low=120, high=30_000)
        cold = started - self._last_request > _CACHE_LIFE_MS
        read = 0 if cold else self._size
        write_1h = self._system if cold else 0
        write_5m = grown + (max(self._size - self._system, 0) if cold else 0)
        if not self._long_cache:
            write_1h, write_5m = 0, write_5m + write_1h
        self._size = read + write_1h + write_5m
        self._last_request = started
        thinking = int(output * dice.uniform(0.1, 0.6)) if chance(dice, _THINKING_SHARE) else 0
        fresh = dice.randint(3, 14)
        return told(Tokens(fresh, write_5m, write_1h, read, output, thinking), self._cache)

    def compact(self) -> Tokens:
        """Return the tokens of the request that summarises the conversation; the context shrinks."""
        dice = self._dice
        tokens = Tokens(dice.randint(3, 9), 900, 0, self._size, dice.randint(1_500, 3_500), 0)
        self._size = _SYSTEM_TOKENS + tokens.output
        return tokens


def subagent_request(dice: Dice, number: int, size: int) -> Tokens:
    """Return the tokens of a Claude Code subagent's request, counted from 0; `size` is its context so far."""
    grown = lognormal(dice, 1_400, 0.8, low=100, high=40_000)
    write_1h = 0 if number else _SUBAGENT_TOKENS
    output = lognormal(dice, 110, 0.7, low=6, high=2_000)
    return Tokens(dice.randint(3, 10), grown, write_1h, size, output, 0)


def told(tokens: Tokens, cache: Cache) -> Tokens:
    """Return a request's tokens in the kinds that its client tells; their total stays the same."""
    if cache == "lifetimes":
        return tokens
    if cache == "untold":
        return replace(tokens, write_5m=0, write_1h=0, write_untold=tokens.write)
    read = tokens.read // _AUTOMATIC_BLOCK * _AUTOMATIC_BLOCK
    return replace(tokens, input=tokens.total_input - read, write_5m=0, write_1h=0, read=read)
