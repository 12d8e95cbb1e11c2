import pytest

from agent_analytics.privacy.policy import policy_for
from agent_analytics.privacy.pseudonyms import KEY_BYTES, Pseudonymizer
from agent_analytics.privacy.redact import apply
from agent_analytics.privacy.reductions import command_program, file_extension, repository_name


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://user:token@GitHub.com:443/Owner/Name.git", "github.com/owner/name"),
        ("git@github.com:owner/name.git", "github.com/owner/name"),
        ("ssh://git@host/owner/name/", "host/owner/name"),
        ("/srv/git/name", None),
        ("https://host", None),
        ("", None),
    ],
)
def test_repository_is_named_without_user_or_token(url: str, name: str | None) -> None:
    """Remotes of all spellings share one name; a local path has none."""
    assert repository_name(url) == name


@pytest.mark.parametrize(
    ("path", "extension"),
    [("a/B.PY", "py"), ("a\\b.cs", "cs"), (".env", None), ("a.b/c", None), ("x.tar.gz", "gz")],
)
def test_extension_is_that_of_the_last_part(path: str, extension: str | None) -> None:
    """Folders and hidden names have no extension."""
    assert file_extension(path) == extension


@pytest.mark.parametrize(
    ("command", "program"),
    [
        ("git commit -m secret", "git"),
        ("A=1 B=2 sudo /usr/bin/python3.11 x.py", "python"),
        ("./deploy.sh", "other"),
        ("my-secret-tool", "other"),
        ("", "other"),
    ],
)
def test_command_is_reduced_to_a_listed_program(command: str, program: str) -> None:
    """Programs off the list are not named."""
    assert command_program(command) == program


def _kept(record: dict[str, str], *, hides_people: bool) -> dict[str, str]:
    policy = policy_for(1, Pseudonymizer(bytes(KEY_BYTES)), hides_people=hides_people)
    return apply(policy, record)[0]


def test_people_keep_their_address_unless_asked() -> None:
    """Without pseudonyms an e-mail is only brought to one spelling."""
    person = {"user_email": " Ana@Team.example ", "author_name": "Ana Roy"}
    assert _kept(person, hides_people=False) == {
        "user_email": "ana@team.example",
        "author_name": "Ana Roy",
    }


def test_pseudonym_is_the_same_in_every_field_and_no_name_is_left() -> None:
    """A person's sessions and commits still meet, without saying who it is."""
    person = {"user_email": "Ana@team.example", "author_email": "ana@team.example"}
    kept = _kept({**person, "author_name": "Ana Roy"}, hides_people=True)
    assert kept["user_email"] == kept["author_email"]
    assert kept["user_email"].endswith("@person.invalid")
    assert "ana" not in repr(kept).lower().replace("author", "")


@pytest.mark.parametrize("address", ["noreply@anthropic.com", "41898282+ci[bot]@x.example"])
def test_machines_keep_their_address(address: str) -> None:
    """An agent or bot is nobody to hide, and its address is evidence."""
    assert _kept({"author_email": address}, hides_people=True) == {"author_email": address}


def test_pseudonym_of_a_pseudonym_is_itself() -> None:
    """What passed the guard passes it again, unchanged."""
    once = _kept({"user_email": "ana@team.example"}, hides_people=True)
    assert _kept(once, hides_people=True) == once
