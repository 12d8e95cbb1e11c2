"""The table of marks that coding agents leave in commits: data, no logic.

Sources: the agents' own documentation and packages, and the public detection tables of git-ai and
chaoss/disclosure, read in November 2026. Numeric prefixes of GitHub's no-reply addresses change and are left
out: an address matches as a whole or by the part after its `+`.
"""

ADDRESSES = {
    "noreply@anthropic.com": "claude_code",
    "claude[bot]@users.noreply.github.com": "claude_code",
    "anthropic-claude[bot]@users.noreply.github.com": "claude_code",
    "claude-code-action[bot]@users.noreply.github.com": "claude_code",
    "noreply@openai.com": "codex",
    "openai-codex[bot]@users.noreply.github.com": "codex",
    "chatgpt-codex-connector[bot]@users.noreply.github.com": "codex",
    "copilot@users.noreply.github.com": "copilot",
    "copilot[bot]@users.noreply.github.com": "copilot",
    "copilot@github.com": "copilot",
    "copilot-swe-agent[bot]@users.noreply.github.com": "copilot",
    "cursoragent@cursor.com": "cursor",
    "cursor[bot]@users.noreply.github.com": "cursor",
    "gemini-code-assist[bot]@users.noreply.github.com": "gemini_cli",
    "noreply@aider.chat": "aider",
    "devin-ai-integration[bot]@users.noreply.github.com": "devin",
    "amp@ampcode.com": "amp",
    "factory-droid[bot]@users.noreply.github.com": "droid",
    "noreply@windsurf.com": "windsurf",
    "noreply@codeium.com": "windsurf",
    "roomote@roocode.com": "roo_code",
    "amazon-q-developer[bot]@users.noreply.github.com": "amazon_q",
}
"""Addresses that only an agent uses, lower case."""

NAMES = {
    "claude": "claude_code",
    "codex": "codex",
    "copilot": "copilot",
    "cursor": "cursor",
    "gemini": "gemini_cli",
    "opencode": "opencode",
    "aider": "aider",
    "devin": "devin",
    "amp": "amp",
    "droid": "droid",
    "windsurf": "windsurf",
    "roo": "roo_code",
    "amazon q": "amazon_q",
}
"""First words by which people and tools call an agent in free text, lower case."""

BODY_LINES = {
    "generated with [claude code](": "claude_code",
    "generated with [codex](": "codex",
    "generated with [cursor](": "cursor",
    "generated with [opencode](": "opencode",
    "generated with [amp](": "amp",
}
"""Beginnings of lines that agents add to a message, lower case, after any emoji."""

SESSION_TRAILERS = {
    "claude-session": "claude_code",
    "amp-thread-id": "amp",
    "replit-commit-session-id": "replit",
    "entire-session": "other",
}
"""Trailers whose value names a session, as an identifier or as an address that ends with it."""

NOTE_TOOLS = {
    "claude": "claude_code",
    "claude-code": "claude_code",
    "codex": "codex",
    "copilot": "copilot",
    "github-copilot": "copilot",
    "github-copilot-cli": "copilot",
    "cursor": "cursor",
    "gemini": "gemini_cli",
    "opencode": "opencode",
    "windsurf": "windsurf",
    "amp": "amp",
    "droid": "droid",
    "devin": "devin",
}
"""`agent_id.tool` of git-ai notes."""
