"""How long a first load of transcripts takes, beside reading their bytes, and the memory it needs.

python benchmarks/load.py [--megabytes N]
"""

import argparse
import tempfile
from pathlib import Path

from harness import report, timed
from transcript_lines import write

from agent_analytics.settings import Settings
from agent_analytics.source_settings import ClaudeCodeSource, SourcesSettings
from ingestion.sources import claude_code

DEFAULT_MEGABYTES = 300
BYTES_PER_MEGABYTE = 1_000_000


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--megabytes", type=int, default=DEFAULT_MEGABYTES)
    size = arguments.parse_args().megabytes * BYTES_PER_MEGABYTE
    with tempfile.TemporaryDirectory() as folder:
        transcripts = Path(folder) / "projects"
        lines = write(transcripts, size)
        floor = timed("read the bytes", lines, lambda: _read(transcripts))
        sources = SourcesSettings(claude_code=ClaudeCodeSource(paths=[str(transcripts)]))
        settings = Settings(data_dir=str(Path(folder) / "data"), sources=sources)
        ours = timed("ours", lines, lambda: claude_code.load(settings))
    report(f"{size / BYTES_PER_MEGABYTE:,.0f} MB of transcripts, first load", [floor, ours], ours)


def _read(folder: Path) -> None:
    for file in folder.rglob("*.jsonl"):
        file.read_bytes()


if __name__ == "__main__":
    main()
