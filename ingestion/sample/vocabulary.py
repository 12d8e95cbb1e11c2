"""The words of the sample company: names, prompts, commands and code.

All invented. Everything here that a privacy tier must keep out of the warehouse also carries one of
`CANARIES`, so a test can look for them. Nothing here chooses; see `dice`.
"""

CANARIES = {
    "prompt": "canary-prompt-7f3a",
    "command": "canary-command-91bd",
    "output": "canary-output-c44e",
    "code": "canary_code_5d20",
    "path": "canary_path_e8f1",
}

GIVEN_NAMES = (
    "Ada", "Bruno", "Chiara", "Deniz", "Elin", "Farid", "Greta", "Hugo", "Ines", "Jonas",
    "Kaja", "Luca", "Mira", "Nils", "Oona", "Pavel", "Quentin", "Rosa", "Samir", "Tilda",
    "Umar", "Vera", "Wanda", "Xenia", "Yusuf", "Zoe",
)  # fmt: skip
FAMILY_NAMES = (
    "Abel", "Brandt", "Costa", "Dahl", "Engel", "Fischer", "Garcia", "Haas", "Ivanov", "Jansen",
    "Kowalski", "Lindt", "Moreau", "Novak", "Okafor", "Petrov", "Quist", "Rossi", "Silva",
)  # fmt: skip

PROMPTS = (
    "Add input checks to the {noun} form and cover them with tests.",
    "Why does the {noun} job run twice a night? Find the cause and fix it.",
    "Rename the {noun} helper so that its unit is in the name.",
    "The {noun} page is slow on large accounts, please profile and improve it.",
    "Write the migration for the new {noun} table.",
    "Review my last change to {noun} and tell me what is missing.",
    "Make the {noun} importer skip empty rows and count them.",
    "Explain how {noun} gets its configuration.",
)
ANSWERS = (
    "I'll look at how this works today.",
    "Found the cause; changing it now.",
    "Running the tests.",
    "That is done, and the checks pass.",
    "One test still needs the new argument.",
    "Let me read the callers first.",
)
NOUNS = (
    "invoice", "cart", "refund", "ledger", "sensor", "profile", "export", "session", "catalogue",
    "shipment", "voucher", "queue", "report", "device",
)  # fmt: skip
VERBS = (
    "load",
    "check",
    "merge",
    "format",
    "store",
    "split",
    "count",
    "expire",
    "resolve",
    "publish",
)
TOPICS = ("limits", "retries", "paging", "rounding", "audit", "cleanup", "offline", "search")
COMMANDS = (
    "pytest -q tests/{noun}",
    "npm test -- {noun}",
    "grep -rn '{noun}_id' src | head",
    "make lint",
    "git status --short",
    "git diff --stat",
)
SUBJECTS = (
    "Validate the {noun} before saving",
    "Fix rounding in {noun} totals",
    "Add tests for the {noun} importer",
    "Retry {noun} uploads on timeout",
    "Move {noun} settings into one place",
    "Drop the unused {noun} flag",
    "Speed up the {noun} query",
    "Document the {noun} format",
)
EXTENSIONS = (".py", ".py", ".ts", ".go", ".sql", ".md")
LANGUAGES = {".py": "Python", ".ts": "TypeScript", ".go": "Go", ".sql": "SQL", ".md": "Markdown"}
