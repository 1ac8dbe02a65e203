"""What a local run keeps secret under .run/, each file readable by its owner alone and made once."""

import json
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from chassis.log.checkpoint import Signer, create_key_file
from chassis.personal.providers import KeyFile


def write_private(path: Path, value: Any) -> None:
    """Write JSON that only the owner may read; the file is whole at every moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(value, file, ensure_ascii=False, indent=1)
    fresh.replace(path)


def passwords(folder: Path, names: Sequence[str]) -> dict[str, str]:
    """Return name → secret from `secrets.json`, making those that are not there yet."""
    path = folder / "secrets.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = [name for name in names if name not in kept]
    if missing:
        kept.update({name: secrets.token_urlsafe(24) for name in missing})
        write_private(path, kept)
    return kept


def signing_keys(folder: Path, services: Sequence[str]) -> tuple[dict[str, Path], Path]:
    """Return service → private key file for checkpoints, and the file of the public keys that verify them."""
    keys = {service: folder / f"{service}.pem" for service in services}
    for path in keys.values():
        if not path.exists():
            create_key_file(path)
    public = folder / "checkpoint-keys.json"
    signers = [Signer.load(service, path) for service, path in keys.items()]
    write_private(public, {signer.verifier.name: signer.verifier.vkey for signer in signers})
    return keys, public


def vault_keys(folder: Path, services: Sequence[str]) -> dict[str, Path]:
    """Return service → file of the key above its vault's keys."""
    files = {service: folder / f"{service}-vault.json" for service in services}
    for path in files.values():
        if not path.exists():
            KeyFile.create(path)
    return files


def issuer_keys(path: Path) -> Path:
    """Make the issuer's token key (ES256) and cookie key once."""
    if not path.exists():
        private = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP256R1())))
        key = {**private, "kid": secrets.token_hex(8), "use": "sig", "alg": "ES256"}
        write_private(path, {"jwks": {"keys": [key]}, "cookies": [secrets.token_urlsafe(32)]})
    return path
