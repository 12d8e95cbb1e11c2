"""What a receiver that runs makes of a lower tier, and of an engine that breaks: nothing gets by."""

import asyncio
from pathlib import Path

import httpx
import pytest

from agent_analytics.collect_settings import CollectSettings
from agent_analytics.errors import SettingsError
from agent_analytics.privacy.policy import policy_of
from agent_analytics.settings import PrivacySettings, Settings
from ingestion.gate import Gate
from ingestion.receiver import server
from ingestion.sources.spool.parse import Segment, stretch_of
from ingestion.spool.folder import SpoolFolder
from ingestion.spool.segments import read_file, read_lines
from tests.fixtures.receivers import PROTOBUF, Receiver, export, log

CANARY = "xCANARYx"


def _settings(folder: Path, tier: int) -> Settings:
    return Settings(
        data_dir=str(folder / "data"),
        collect=CollectSettings(http_port=0, grpc_port=-1),
        privacy=PrivacySettings(tier=tier),  # type: ignore[arg-type]
    )


def test_row_107_a_lower_tier_holds_without_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """New prompts lose their text within a minute; settings that cannot be read loosen nothing."""
    assert server.REREAD_SECONDS <= 60
    monkeypatch.setattr(server, "REREAD_SECONDS", 0.05)
    told: list[Settings | None] = [_settings(tmp_path, 2)]

    def reread() -> Settings:
        if told[0] is None:
            raise SettingsError("unreadable")  # noqa: EM101 - any will do
        return told[0]

    async def scenario() -> None:
        async with server.running(reread(), reread=reread) as addresses:
            url = f"http://127.0.0.1:{addresses.http_port}/v1/logs"
            async with httpx.AsyncClient(trust_env=False) as client:
                for sequence, then in enumerate((_settings(tmp_path, 1), None, None)):
                    body = export(log(sequence, prompt=CANARY))
                    answer = await client.post(url, content=body, headers=PROTOBUF)
                    assert answer.status_code == 200
                    told[0] = then
                    await asyncio.sleep(0.2)

    asyncio.run(scenario())
    (path,) = SpoolFolder(_settings(tmp_path, 1).paths.spool).sealed()
    lines = [read.line for read in read_lines(read_file(path))]
    rows = [row for line in lines if line for row in line.rows()]
    assert [row.get("prompt_text") for row in rows] == [CANARY, None, None]


def test_row_107_what_was_spooled_before_is_loaded_at_the_lower_tier(tmp_path: Path) -> None:
    """Text that waits in the spool does not reach the warehouse any more."""
    settings = _settings(tmp_path, 2)

    async def scenario() -> None:
        async with server.running(settings) as addresses:
            url = f"http://127.0.0.1:{addresses.http_port}/v1/logs"
            async with httpx.AsyncClient(trust_env=False) as client:
                await client.post(url, content=export(log(1, prompt=CANARY)), headers=PROTOBUF)

    asyncio.run(scenario())
    (path,) = SpoolFolder(settings.paths.spool).sealed()
    assert CANARY.encode() in path.read_bytes()
    gate = Gate("spool", policy_of(_settings(tmp_path, 1)), "batch")
    gate.take(stretch_of(Segment(path, 0, path.stat().st_size)))
    (row,) = gate.release()["events"].to_pylist()
    assert (row["sequence"], row["prompt_text"]) == (1, None)


def test_row_105_an_engine_that_breaks_lets_nothing_by(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names that nobody could look at are dropped and the record flagged; measures stay."""

    def broken(_: str) -> bool:
        raise TimeoutError

    monkeypatch.setattr("agent_analytics.privacy.reductions.may_hold_secret", broken)
    receiver.post(export(log(1, model=f"model-{CANARY}")))
    (row,) = receiver.stored()
    assert (row["sequence"], row["flags"]) == (1, "redaction_failed")
    assert CANARY not in str(row)


@pytest.mark.parametrize("field", ["model", "terminal.type", "vcs.ref.head.name", "tool_name"])
def test_row_106_a_secret_in_a_name_is_hidden(receiver: Receiver, field: str) -> None:
    """A token that somebody put into a branch or model does not reach the disk."""
    token = "ghp_" + "aB3dE6" * 6
    receiver.post(export(log(1, **{field: f"feature/{token}"})))
    (row,) = receiver.stored()
    assert token not in str(row)
    assert "hidden:" in str(row)
