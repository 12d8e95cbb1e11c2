"""What is fixed for the whole of a session before its first prompt. Values only."""

from dataclasses import dataclass
from datetime import date

from ingestion.sample.agents import CLAUDE_CODE, Agent
from ingestion.sample.company import Company
from ingestion.sample.people import Person


@dataclass(frozen=True, slots=True)
class Setting:
    """Who works where, with which model, and how much context each request adds (median tokens)."""

    company: Company
    person: Person
    day: date
    session_id: str
    model: str
    repository: str
    branch: str
    growth: int
    agent: Agent = CLAUDE_CODE
