"""Settings for tests that hurry: their accounts ask more than any person; what is allowed is tested by itself."""

import json
from typing import Any

UNHURRIED: dict[str, Any] = {
    "rate_classes": {"*": {"rate": 1_000_000, "burst": 1_000_000}},
    "reveals_a_minute": 1_000_000,
    "reveals_a_day": 1_000_000,
}
VARIABLES = {name.upper(): value if isinstance(value, str) else json.dumps(value) for name, value in UNHURRIED.items()}
"""The same for a process of its own."""
