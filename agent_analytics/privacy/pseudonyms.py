"""Keyed hashes: the same input gives the same short token within one installation and nowhere else.

Paths are hashed so that the marts can join them without knowing them. The key never leaves the state
folder; without it a token cannot be tested against a guess.
"""

import base64
import hashlib
import os
import secrets
import unicodedata
from pathlib import Path

from agent_analytics.errors import PrivacyError

KEY_BYTES = 32
TOKEN_BYTES = 8
LINE_BYTES = 6
MAX_PATH_ENDINGS = 8
_REMEMBERED = 200_000
_LINES = b"lines"


class Pseudonymizer:
    """Keyed hashing of paths and other identifying text, with a bounded memory of recent answers."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            message = (
                f"privacy key has {len(key)} bytes, needs {KEY_BYTES}; restore it from a backup"
            )
            raise PrivacyError(message)
        self._key = key
        self._seen: dict[str, str] = {}

    def token(self, text: str) -> str:
        """Return 16 hexadecimal digits that stand for `text`, compared in Unicode normal form C."""
        known = self._seen.get(text)
        if known is not None:
            return known
        normal = unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")
        token = hashlib.blake2b(normal, key=self._key, digest_size=TOKEN_BYTES).hexdigest()
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen[text] = token
        return token

    def line(self, text: str) -> str:
        """Return the key of a line of code: 8 characters, in no relation to the `token` of the same text.

        48 bits are enough to tell apart the lines of one repository, and too few to say what a line was.
        """
        digest = hashlib.blake2b(
            text.encode("utf-8", "surrogatepass"),
            key=self._key,
            digest_size=LINE_BYTES,
            person=_LINES,
        ).digest()
        return base64.urlsafe_b64encode(digest).decode()

    def path_endings(self, path: str) -> str | None:
        """Return tokens of a path's endings, shortest first, slash-joined; None for an empty path.

        The token of `src/calc.py` is among those of `/home/d/shop/src/calc.py`, so a file named by an
        absolute path meets the same file named within its repository. At most 8 endings are kept.
        """
        parts = _parts(path)[-MAX_PATH_ENDINGS:]
        endings = ["/".join(parts[-count:]) for count in range(1, len(parts) + 1)]
        return "/".join(map(self.token, endings)) or None

    def folder_and_above(self, folder: str) -> str | None:
        """Return tokens of a folder and each folder above it, outermost first; None for an empty path."""
        parts = _parts(folder)
        folders = ["/" + "/".join(parts[:count]) for count in range(1, len(parts) + 1)]
        return "/".join(map(self.token, folders)) or None

    def folder_name(self, folder: str) -> str | None:
        """Return the token of a folder's own name; None for an empty path."""
        parts = _parts(folder)
        return self.token(parts[-1]) if parts else None

    def folder(self, folder: str) -> str:
        """Return the token of one absolute folder, equal to its place in `folder_and_above`."""
        return self.token("/" + "/".join(_parts(folder)))


def _parts(path: str) -> list[str]:
    return [part for part in path.replace("\\", "/").split("/") if part not in ("", ".")]


def load_or_create_key(file: Path) -> bytes:
    """Return the installation's key, making one at first use (owner-readable only).

    Two processes that start together agree on one key: the file is linked into place whole. A symbolic link
    in its place is not followed. Raises `PrivacyError` when the key cannot be read.
    """
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = file.with_name(f"{file.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(secrets.token_bytes(KEY_BYTES))
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(descriptor, "rb") as stream:
            return stream.read()
    except OSError as error:
        message = f"cannot read the privacy key {file}: {error.strerror}"
        raise PrivacyError(message) from error
