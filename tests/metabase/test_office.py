"""The commands, from an empty Metabase to dashboards that follow every refresh."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from agent_analytics.cli import group
from agent_analytics.errors import MetabaseError
from agent_analytics.serving import publish
from agent_analytics.serving.snapshots import current_path
from agent_analytics.settings import Settings
from metabase.documents import read_tree
from metabase.office import open_office
from tests.fixtures.contract_server.app import Served
from tests.fixtures.contract_server.store import Instance
from tests.fixtures.marts import open_warehouse
from tests.metabase.conftest import ADMINISTRATOR, TEMPLATES


@pytest.fixture
def settings(served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return an installation with a snapshot, whose settings name the Metabase."""
    settings = Settings.model_validate(
        {"data_dir": str(tmp_path / "data"), "metabase": {"url": f"{served.url}/"}}
    )
    open_warehouse(settings).close()
    publish(settings)
    monkeypatch.setenv("AGENT_ANALYTICS_DATA_DIR", settings.data_dir)
    monkeypatch.setenv("AGENT_ANALYTICS_METABASE__URL", settings.metabase.url)
    monkeypatch.setenv("METABASE_ADMIN_PASSWORD", ADMINISTRATOR.password)
    return settings


def run(*arguments: str, code: int = 0) -> str:
    """Return what a command printed, once it ended as it should."""
    result: Result = CliRunner().invoke(group, ["metabase", *arguments])
    assert (result.exit_code, result.exception) == (code, result.exception), result.output
    return result.output


TREE = ("--templates", str(TEMPLATES))


def test_from_nothing_to_dashboards(settings: Settings, tmp_path: Path) -> None:
    """Wait, set up, plan, apply, verify, export: each says what it did, by its words and exit code."""
    assert "is up: Metabase v0.60.2.3" in run("wait", "--seconds", "0")
    assert "Made the administrator." in run("setup", "--email", "a@example.com")
    assert "create    dashboard  Usage" in run("plan", *TREE, code=2)
    assert "5 written, 0 unchanged." in run("apply", *TREE)
    assert run("plan", *TREE) == "5 of 5 unchanged.\n"
    assert run("verify", *TREE) == "3 of 3 cards answer.\n"
    assert "5 files" in run("export", *TREE, "--out", str(tmp_path / "out"))
    for file in sorted(TEMPLATES.rglob("*.sql")):
        assert (tmp_path / "out" / file.relative_to(TEMPLATES)).read_text() == file.read_text()
    again = ("--templates", str(tmp_path / "out"))
    assert run("plan", *again) == "5 of 5 unchanged.\n"
    assert run("lint", *again) == "5 files, 0 findings.\n"


def test_setup_can_be_run_again(settings: Settings, instance: Instance) -> None:
    """A second setup makes nothing twice, and the key it leaves is the one that counts."""
    run("setup", "--email", "a@example.com")
    assert "The administrator was there." in run("setup", "--email", "a@example.com")
    office = open_office(settings)
    assert list(instance.keys.values()) == [office.key_file.read_text().strip()]
    assert office.key_file.stat().st_mode & 0o777 == 0o600
    assert len(instance.databases) == 1


def test_secrets_are_in_no_output(settings: Settings, instance: Instance) -> None:
    """Neither the password nor the key is printed, in success or in failure."""
    printed = run("setup", "--email", "a@example.com") + run("apply", *TREE)
    (key,) = instance.keys.values()
    instance.keys = {"agent-analytics": "another"}
    instance.users = {"a@example.com": "another"}
    for arguments in (("plan", *TREE), ("setup", "--email", "a@example.com")):
        failed = CliRunner().invoke(group, ["metabase", *arguments])
        assert isinstance(failed.exception, MetabaseError)
        assert "401" in str(failed.exception)
        printed += failed.output + str(failed.exception) + repr(failed.exception)
    assert ADMINISTRATOR.password not in printed
    assert key not in printed


def test_without_a_key_it_is_said_how_to_get_one(settings: Settings) -> None:
    """A Metabase that nobody set up is not asked; the command says what to do."""
    result = CliRunner().invoke(group, ["metabase", "plan", *TREE])
    assert "metabase setup" in str(result.exception)


def test_a_key_of_the_environment_goes_first(
    settings: Settings, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key that somebody gives is used instead of the one that setup made."""
    run("setup", "--email", "a@example.com")
    monkeypatch.setenv("METABASE_API_KEY", "given")
    instance.keys["theirs"] = "given"
    instance.keys["agent-analytics"] = "revoked"
    run("plan", *TREE, code=2)


def test_a_refresh_leads_metabase_to_the_new_snapshot(
    settings: Settings, instance: Instance
) -> None:
    """After a publication the database is another file, its numbers and cards are as before."""
    run("setup", "--email", "a@example.com")
    run("apply", *TREE)
    (database,) = instance.databases.values()
    before = dict(database.columns)
    assert run("refresh").startswith("Already read")
    publish(settings)
    assert run("refresh") == f"Now reads {current_path(settings)}\n"
    assert database.details["database_file"] == str(current_path(settings))
    assert database.columns == before
    assert run("verify", *TREE) == "3 of 3 cards answer.\n"


def test_metabase_may_see_the_snapshots_elsewhere(
    settings: Settings, instance: Instance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a container the folder of the snapshots has another name; the files keep theirs."""
    elsewhere = tmp_path / "serving"
    elsewhere.symlink_to(settings.paths.serving)
    monkeypatch.setenv("AGENT_ANALYTICS_METABASE__SERVING_DIR", f"{elsewhere}/")
    run("setup", "--email", "a@example.com")
    (database,) = instance.databases.values()
    assert database.details["database_file"] == str(elsewhere / current_path(settings).name)
    assert run("refresh").startswith("Already read")


def test_build_writes_what_metabase_imports(tmp_path: Path) -> None:
    """The built files hold their SQL and say the same as those they were made from."""
    run("build", *TREE, "--out", str(tmp_path))
    assert list(tmp_path.rglob("*.sql")) == []
    assert read_tree(tmp_path) == read_tree(TEMPLATES)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A file in the way is said with its name, not as a traceback."""
    (tmp_path / "taken").write_text("")
    printed = run("build", *TREE, "--out", str(tmp_path / "taken" / "out"), code=1)
    assert "taken" in printed


def test_lint_ends_with_an_error_for_a_finding(tmp_path: Path) -> None:
    """A broken rule is printed with its file, and the exit code is 1."""
    run("build", *TREE, "--out", str(tmp_path))
    (board,) = tmp_path.rglob("*.dashboard.yaml")
    board.write_text(board.read_text().replace("width: full", "width: wide"))
    printed = run("lint", "--templates", str(tmp_path), code=1)
    assert "usage.dashboard.yaml: width: the width 'wide' is neither fixed nor full" in printed


def test_what_fields_mean_is_told_once(settings: Settings, instance: Instance) -> None:
    """Descriptions, keys and lists of the manifest reach Metabase, and a second time nothing changes."""
    (settings.paths.transform_state / "manifest_1.json").write_text(json.dumps(MANIFEST))
    run("setup", "--email", "a@example.com")
    assert "Told Metabase what 5 tables and fields mean." in run("apply", *TREE)
    assert "Told" not in run("apply", *TREE)
    (database,) = instance.databases.values()
    marts = {name[1:]: number for name, number in database.columns.items()}
    assert database.described[marts["dim_dates", "calendar_date"]] == {"description": "A day."}
    assert database.described[marts["fct_agent_sessions", "started_date"]] == {
        "semantic_type": "type/FK",
        "fk_target_field_id": marts["dim_dates", "calendar_date"],
    }
    assert database.described[marts["fct_agent_sessions", "session_key"]] == {
        "semantic_type": "type/PK"
    }
    assert database.described[marts["fct_agent_sessions", "team"]] == {
        "semantic_type": "type/Category",
        "has_field_values": "list",
    }


def _model(name: str, description: str, **columns: str) -> dict[str, object]:
    named = {column: {"name": column, "description": text} for column, text in columns.items()}
    return {
        "resource_type": "model",
        "schema": "marts",
        "name": name,
        "description": description,
        "columns": named,
    }


MANIFEST = {
    "nodes": {
        "model.dates": _model("dim_dates", "", calendar_date="A\n day."),
        "model.sessions": _model(
            "fct_agent_sessions", "One row per session.", started_date="", session_key="", team=""
        ),
        "model.private": _model("int_x", "Private.") | {"schema": "intermediate"},
        "test.parent": {
            "resource_type": "test",
            "test_metadata": {"name": "relationships", "kwargs": {"field": "calendar_date"}},
            "attached_node": "model.sessions",
            "column_name": "started_date",
            "depends_on": {"nodes": ["model.dates", "model.sessions"]},
        },
        "test.unique": {
            "resource_type": "test",
            "test_metadata": {"name": "unique", "kwargs": {}},
            "attached_node": "model.sessions",
            "column_name": "session_key",
        },
    }
}
