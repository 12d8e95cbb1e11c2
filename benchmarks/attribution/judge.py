"""What the product says of the commits on stage, what is true of them and what clocks alone would say."""

from collections import ChainMap, Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import duckdb
from company import Company
from labels import line_truth
from score import Link, Pair

_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that is compared: links, those that are true with their trace, and counts of lines by commit."""

    commits: int
    links: list[Link]
    true: Mapping[Pair, str]
    by_clock: list[Pair]
    lines: Mapping[str, Mapping[str, int]]
    true_lines: Mapping[str, Mapping[str, int]]
    scenarios: Mapping[str, str]

    def kinds(self) -> list[str]:
        """Return the kinds of evidence that true links left."""
        order = ("explicit", "content", "file", "time")
        return [kind for kind in order if kind in self.true.values()]

    def mistakes(self) -> Iterator[str]:
        """Yield, by scene, the links that are wrong or missing and the lines that were called otherwise."""
        linked = {link.pair: link.method for link in self.links if link.is_linked}
        counts: Counter[str] = Counter()
        for pair in linked.keys() - self.true.keys():
            counts[f"{self.scenarios[pair[0]]}: wrong link by {linked[pair]}"] += 1
        for pair in self.true.keys() - linked.keys():
            counts[f"{self.scenarios[pair[0]]}: missing link"] += 1
        for sha, true in self.true_lines.items():
            for kind, count in true.items():
                off = count - self.lines.get(sha, {}).get(kind, 0)
                if off > 0:
                    counts[f"{self.scenarios[sha]}: {kind} lines called otherwise"] += off
        for text, count in sorted(counts.items()):
            yield f"{count:>5} {text}"


def pooled(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the verdict on several plays together; no two have a commit in common."""
    return Verdict(
        commits=sum(one.commits for one in verdicts),
        links=[link for one in verdicts for link in one.links],
        true=dict(ChainMap(*(dict(one.true) for one in verdicts))),
        by_clock=[pair for one in verdicts for pair in one.by_clock],
        lines=dict(ChainMap(*(dict(one.lines) for one in verdicts))),
        true_lines=dict(ChainMap(*(dict(one.true_lines) for one in verdicts))),
        scenarios=dict(ChainMap(*(dict(one.scenarios) for one in verdicts))),
    )


def judge(company: Company) -> Verdict:
    """Return the verdict on everything that was played."""
    truth = {sha: one for place in company.repositories for sha, one in place.truth.items()}
    with duckdb.connect(
        str(company.root / "data" / "agent_analytics.duckdb"), read_only=True
    ) as db:
        links = [
            Link((sha, session), method, confidence, is_linked)
            for sha, session, method, confidence, is_linked in db.execute(
                "select sha, session_id, method, confidence, is_linked from marts.fct_commit_attribution"
            ).fetchall()
            if sha in truth
        ]
        lines = {
            sha: {
                "agent": agent,
                "human": human,
                "unknown": unknown,
                "moved": moved,
                "generated": generated,
            }
            for sha, agent, human, unknown, moved, generated in db.execute(
                "select sha, agent_lines, human_lines, unknown_lines, moved_lines, generated_lines"
                " from marts.fct_git_commits where not is_merge"
            ).fetchall()
        }
        sessions = db.execute(
            "select session_id, started_at, ended_at from marts.fct_agent_sessions"
        ).fetchall()
    return Verdict(
        commits=len(truth),
        links=links,
        true={(sha, one): told.evidence for sha, told in truth.items() for one in told.sessions},
        by_clock=list(_by_clock(company, sessions)),
        lines=lines,
        true_lines={
            sha: line_truth(place, sha) for place in company.repositories for sha in place.truth
        },
        scenarios={sha: one.scenario for sha, one in truth.items()},
    )


def _by_clock(company: Company, sessions: list[tuple[str, datetime, datetime]]) -> Iterator[Pair]:
    """Yield the pairs of the usual rule: the author's session in the repository, under way or just ended."""
    for repository in company.repositories:
        commits = repository.git("log", "--all", "--no-merges", "--format=%H %ae %at").splitlines()
        for commit in commits:
            sha, email, seconds = commit.split()
            if sha not in repository.truth:
                continue
            for session_id, started, ended in sessions:
                session = company.sessions[session_id]
                is_own = session.place is repository and session.person.email == email
                if (
                    is_own
                    and started <= datetime.fromtimestamp(int(seconds), UTC) <= ended + _AFTER
                ):
                    yield sha, session_id
