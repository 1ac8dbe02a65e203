"""Where the local tools keep things: the repository, its tools, and the data of a demo."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".tools"
"""What set-up downloads beside .venv: Kafka's jars and the stamps of finished steps."""

JARS = TOOLS / "maven"
KAFKA = ROOT / "deploy" / "kafka"
KEYCLOAK = ROOT / "deploy" / "keycloak"
ISSUER = ROOT / "deploy" / "local" / "issuer"
CONSOLE = ROOT / "services" / "gateway" / "console"


def run_dir() -> Path:
    """Folder of the demo's data, logs and secrets: `.run` in the repository, or the variable RUN_DIR."""
    return Path(os.environ.get("RUN_DIR") or ROOT / ".run").resolve()
