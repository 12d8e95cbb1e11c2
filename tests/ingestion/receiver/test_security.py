"""Threats from the same machine's browser and from other machines, each with its defence."""

import os
import time
from collections.abc import Callable

import pytest

from agent_analytics.errors import CollectError
from agent_analytics.keys import create_key, revoke_key
from agent_analytics.settings import Settings
from tests.fixtures.receivers import Receiver, export, log

GOOD = export(log(1))
ROUTES = (
    *("/v1/logs", "/v1/traces", "/v1/metrics"),
    *("/v1/hooks/claude-code", "/v1/hooks/appended", "/v1/git/commits"),
)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost:1", "[::2]"])
@pytest.mark.parametrize("path", [*ROUTES, "/metrics", "/readyz", "/healthz", "/nothing"])
def test_dns_rebinding_is_refused_on_every_route(receiver: Receiver, host: str, path: str) -> None:
    """A name that leads here but is not ours is answered 421, whatever is asked."""
    assert receiver.post(GOOD, path, Host=host).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"])
def test_loopback_names_are_ours_with_our_port_or_none(receiver: Receiver, host: str) -> None:
    """The names of this machine are taken."""
    assert receiver.post(GOOD, Host=host).status_code == 200
    named = f"{host}:{receiver.addresses.http_port}"
    assert receiver.post(GOOD, Host=named).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_a_web_page_cannot_send(receiver: Receiver, headers: dict[str, str]) -> None:
    """What a page sends is refused, and no answer invites it."""
    for path in ROUTES:
        answer = receiver.post(GOOD, path, **headers)
        assert answer.status_code == 403
        assert not [name for name in answer.headers if name.startswith("access-control")]
    assert receiver.stored() == []


def test_a_preflight_is_not_granted(receiver: Receiver) -> None:
    """OPTIONS is no way in."""
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    answer = receiver.client.options("/v1/logs", headers=headers)
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_an_allowed_origin_may_send(start: Callable[..., Receiver]) -> None:
    """An origin that its owner named is taken."""
    receiver = start(allowed_origins=["https://ours.example"])
    answer = receiver.post(GOOD, Origin="https://ours.example", Sec_Fetch_Site="cross-site")
    assert answer.status_code == 200


def test_beyond_loopback_it_does_not_start_without_a_key(start: Callable[..., Receiver]) -> None:
    """Nobody listens to the world by accident."""
    with pytest.raises(CollectError, match="keys create"):
        start(host="0.0.0.0")  # noqa: S104 - that is the point


def test_row_96_beyond_loopback_only_a_live_key_of_the_scope_opens(
    tmp_path: object, start: Callable[..., Receiver]
) -> None:
    """No key, a wrong one and a revoked one are 401, one of another scope is 403."""
    keys = Settings(data_dir=f"{tmp_path}/data").paths.keys
    ingest, sends = create_key(keys, "laptops", "ingest")
    _, reads = create_key(keys, "grafana", "read")
    receiver = start(host="0.0.0.0")  # noqa: S104 - that is the point
    assert receiver.post(GOOD).status_code == 401
    assert receiver.post(GOOD, Authorization="Bearer wrong").status_code == 401
    assert receiver.post(GOOD, Authorization=f"Basic {sends}").status_code == 401
    assert receiver.post(GOOD, Authorization=f"Bearer {reads}").status_code == 403
    assert receiver.post(GOOD, Authorization=f"Bearer {sends}").status_code == 200
    metrics = {"Authorization": f"Bearer {sends}"}
    assert receiver.client.get("/metrics", headers=metrics).status_code == 403
    revoke_key(keys, ingest.key_id)
    time.sleep(1.1)
    assert receiver.post(GOOD, Authorization=f"Bearer {sends}").status_code == 401


def test_row_96_a_key_in_the_address_is_refused(receiver: Receiver) -> None:
    """Addresses end up in logs, so they are no place for a key."""
    answer = receiver.post(GOOD, "/v1/logs?key=aak_secret")
    assert answer.status_code == 400
    assert b"secret" not in answer.content


@pytest.mark.parametrize("path", ["/v1/../v1/logs", "/../../etc/passwd", "/v1/logs/", "//v1/logs"])
def test_no_address_leads_anywhere_else(receiver: Receiver, path: str) -> None:
    """Paths are compared, never walked."""
    answer = receiver.client.request(
        "GET", f"http://127.0.0.1:{receiver.addresses.http_port}{path}"
    )
    assert answer.status_code in {404, 405}


def test_row_78_no_text_of_a_refused_request_is_stored_or_answered(receiver: Receiver) -> None:
    """A canary in every place of refused requests reaches neither disk nor answer."""
    canary = "xCANARYx"
    answers = [
        receiver.post(canary.encode()),
        receiver.post(f'{{"{canary}":1}}'.encode(), Content_Type="application/json"),
        receiver.post(f'{{"{canary}":1}}'.encode(), ROUTES[3], Content_Type="application/json"),
        receiver.post(canary.encode(), ROUTES[3], Content_Type="application/json"),
        receiver.post(export(log(1, prompt=canary, **{canary: canary}))),
        receiver.post(b"", f"/{canary}"),
    ]
    assert all(canary.encode() not in answer.content for answer in answers)
    receiver.stop()
    root = receiver.settings.paths.root
    for folder, _, names in os.walk(root):
        for name in names:
            with open(os.path.join(folder, name), "rb") as stream:  # noqa: PTH118, PTH123
                content = stream.read()
            assert canary.encode() not in content or name.endswith(".ndjson"), name
    stored = b"".join(path.read_bytes() for path in root.rglob("*.ndjson"))
    named = stored.count(canary.encode())
    assert named == stored.count(f'"{canary}","unknown"'.encode())
