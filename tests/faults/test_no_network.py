"""Nothing is sent beyond this machine: collect, refresh and serve in a namespace with loopback alone.

Left out where the system refuses such namespaces to its users (`unshare -rnm`); nothing else tests this.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

_UNSHARE = ["unshare", "-rnm"]


def _may_unshare() -> bool:
    if shutil.which(_UNSHARE[0]) is None:
        return False
    mount = ["mount", "--bind", "/etc/resolv.conf", "/etc/resolv.conf"]
    return subprocess.run([*_UNSHARE, *mount], check=False, capture_output=True).returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(not _may_unshare(), reason="the system refuses namespaces")
def test_nothing_but_loopback_is_attempted(
    tmp_path: Path, repository_root: Path, parsed_project: Callable[[Path], None]
) -> None:
    """No packet is left without a way, and the one sent on purpose is noticed."""
    parsed_project(tmp_path / "data")
    command = [*_UNSHARE, sys.executable, "-m", "tests.fixtures.isolated", str(tmp_path)]
    done = subprocess.run(command, cwd=repository_root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen == {"page": 200, "attempted": 0, "control": 1}
