"""The compose file: closed, restrained, watched, and in step with the program it starts."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent_analytics.settings import ENVIRONMENT_PREFIX, load_settings

FILE = Path(__file__).parents[2] / "docker-compose.yml"
ROOT = FILE.parent
OURS = ("code", "collector", "daemon", "dagster", "docs", "e2e", "templates", "web")
NO_SERVER = ("e2e", "templates")
OTEL_VARIABLES = {"AGENT_ANALYTICS_OTLP_HOST", "AGENT_ANALYTICS_QUEUE", "AGENT_ANALYTICS_LANDING"}

COMPOSE: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
every_service = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)


@every_service
def test_a_service_has_no_rights_it_does_not_need(service: dict[str, Any]) -> None:
    """No root, no capabilities, no new privileges."""
    assert re.fullmatch(r"\$\{RUN_AS_UID:-\d+\}:\$\{RUN_AS_GID:-\d+\}", service["user"])
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert not any("docker.sock" in str(volume) for volume in service.get("volumes", []))


@every_service
def test_a_port_is_open_on_this_machine_only(service: dict[str, Any]) -> None:
    """Nothing listens on an address that others reach."""
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


@every_service
def test_an_image_is_of_one_version(service: dict[str, Any]) -> None:
    """No image is whatever is newest today."""
    assert re.search(r":\$\{\w+:-[\w.-]+\}$", service["image"])
    assert "latest" not in service["image"]


@pytest.mark.parametrize("name", [name for name in SERVICES if name not in NO_SERVER])
def test_a_server_is_watched_and_started_again(name: str) -> None:
    """Whoever serves has a health check and comes back."""
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("name", OURS)
def test_our_containers_write_to_their_volumes_only(name: str) -> None:
    """The image's own files cannot be changed."""
    assert SERVICES[name]["read_only"] is True
    assert "/tmp" in SERVICES[name]["tmpfs"]  # noqa: S108 - inside a container


@pytest.mark.parametrize(("name", "target"), [("metabase", "/serving"), ("web", "/data/serving")])
def test_readers_cannot_write_snapshots(name: str, target: str) -> None:
    """Metabase and the web view see the snapshots read-only, and nothing else of the data."""
    data = [volume for volume in SERVICES[name]["volumes"] if "DATA_DIR" in volume]
    assert data == [f"${{DATA_DIR:-./data}}/serving:{target}:ro"]


@every_service
def test_passwords_are_in_files(service: dict[str, Any]) -> None:
    """No variable holds a password; each secret that a service names is declared."""
    named = [name for name in service.get("environment", {}) if re.search("PASS|SECRET|KEY", name)]
    assert all(name.endswith("_FILE") for name in named)
    assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])


@pytest.mark.parametrize("name", OURS)
def test_variables_are_settings(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every setting that a container is given is one the program knows, with a value it takes."""
    environment = {
        variable: str(value)
        for variable, value in SERVICES[name]["environment"].items()
        if variable.startswith(ENVIRONMENT_PREFIX)
    }
    if environment:
        environment["AGENT_ANALYTICS_CONFIG"] = str(ROOT / "docker" / "settings.toml")
    loaded = load_settings(environment=environment)
    assert loaded.settings.metabase.url == environment.get("AGENT_ANALYTICS_METABASE__URL", "")


def test_scripts_are_there_and_can_be_run() -> None:
    """Every file of ours that a service starts or mounts exists; scripts may be executed."""
    text = FILE.read_text(encoding="utf-8")
    for name in set(re.findall(r"/app/(docker/[\w/.-]+\.(?:sh|yaml))", text)):
        file = ROOT / name
        assert file.is_file()
        assert file.suffix != ".sh" or file.stat().st_mode & 0o111
    for name in set(re.findall(r"- (\./docker/[\w/.-]+):", text)):
        assert (ROOT / name).is_file()


def test_what_others_wait_for_has_a_health_check() -> None:
    """A condition on a service's health can come true."""
    for service in SERVICES.values():
        for needed, condition in service.get("depends_on", {}).items():
            assert condition == {"condition": "service_healthy"}
            assert "healthcheck" in SERVICES[needed]


def test_every_variable_of_the_file_is_explained() -> None:
    """What can be set is in .env.example, with the default that the compose file has."""
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    used = dict(re.findall(r"\$\{(\w+):-([^}]*)\}", FILE.read_text(encoding="utf-8")))
    for name, default in used.items():
        if not name.startswith("RUN_AS"):
            assert re.search(rf"^(# )?{name}={re.escape(default)}$", example, re.MULTILINE), name


def test_the_collector_is_given_what_its_configuration_asks_for() -> None:
    """The variables of the OpenTelemetry Collector are those its file reads."""
    text = (ROOT / "docker" / "otel-collector.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"\$\{env:(\w+):-", text)) == OTEL_VARIABLES
    assert set(SERVICES["otel-collector"]["environment"]) == OTEL_VARIABLES


def test_the_driver_reads_what_we_write() -> None:
    """The DuckDB driver of Metabase is of the version that writes the snapshots."""
    driver = re.search(r"DUCKDB_DRIVER_VERSION:-(\d+\.\d+\.\d+)\.", FILE.read_text("utf-8"))
    pinned = re.search(r'"duckdb==([\d.]+)"', (ROOT / "pyproject.toml").read_text("utf-8"))
    assert driver
    assert pinned
    assert driver[1] == pinned[1]
