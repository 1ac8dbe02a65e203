"""Checkpoints of logs as C2SP signed notes: signing, cosigning as a witness, parsing, verifying, keys.

Formats: C2SP tlog-checkpoint, signed-note and tlog-cosignature (cosignature/v1), https://c2sp.org. All signatures are
Ed25519. A log's key is named like the log's origin; a service signs all its logs with one key, so that whoever knows
the service's key (`gonghui/membership`) can verify each of its logs (`gonghui/membership/340828`).
"""

import binascii
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

ED25519 = 0x01
"""Signature type of a log's own signature over the note."""
COSIGNATURE = 0x04
"""Signature type of a witness's cosignature/v1: over its time and the note."""
PREFIX = "gonghui/"
_ID_SIZE = 4
_SIGNATURE_SIZE = 64
_TIME_SIZE = 8
_SIGNATURE_LINE = re.compile(r"— ([^\s+]+) (\S+)")
_ORIGIN = re.compile(r"gonghui/([a-z][a-z-]*)/(\d{6})(?:/g([1-9]\d*))?")


class CheckpointError(Exception):
    """A checkpoint, note or key that is not what it should be."""


class MalformedNote(CheckpointError):
    """Not a signed note, or its text not a checkpoint."""


class MalformedKey(CheckpointError):
    """Not a verifier key, or not of the type that is asked for."""


class NotSigned(CheckpointError):
    """The note carries no signature by the key that is asked for."""


class ForgedSignature(CheckpointError):
    """A signature names a known key and does not verify by it."""


class WrongOrigin(CheckpointError):
    """A valid checkpoint, of another log."""


def origin(service: str, county: str, generation: int = 1) -> str:
    """Name of a log in its checkpoints: `gonghui/<service>/<county>`, from the second generation on with `/g<N>`."""
    return f"{PREFIX}{service}/{county}" + (f"/g{generation}" if generation > 1 else "")


def parse_origin(text: str) -> tuple[str, str, int]:
    """Service, county and generation of an origin; WrongOrigin when it is none of ours."""
    match = _ORIGIN.fullmatch(text)
    if not match or match[3] == "1":
        raise WrongOrigin(text)
    return match[1], match[2], int(match[3] or 1)


def witness_name(service: str) -> str:
    """The service that watches a service's logs and cosigns their checkpoints."""
    return "membership" if service == "gateway" else "gateway"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log that a signature vouches for: the root (32 bytes) over its first `size` events."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """The note's text, ending with a line feed."""
        lines = (self.origin, str(self.size), b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def of_text(cls, text: str) -> Self:
        """Inverse of `text`; MalformedNote."""
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() or not all(lines):  # noqa: PLR2004 - origin, size, root, end
            raise MalformedNote(text)
        name, size, root, *extensions = lines
        if not re.fullmatch(r"0|[1-9]\d{0,18}", size):
            raise MalformedNote(size)
        decoded = _decode(root)
        if len(decoded) != sha256().digest_size:
            raise MalformedNote(root)
        return cls(name, int(size), decoded, tuple(extensions))


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who says to have signed, the id of the key, and the bytes after the id."""

    name: str
    key_id: bytes
    value: bytes

    def line(self) -> str:
        """The line as it ends a note."""
        return f"— {self.name} {b64encode(self.key_id + self.value).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A signed note: its text (with the final line feed) and its signatures, unverified."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, note: str) -> Self:
        """Take a note apart; MalformedNote."""
        text, gap, lines = note.rpartition("\n\n")
        if not gap or not lines.endswith("\n") or re.search(r"[\x00-\x09\x0b-\x1f]", note):
            raise MalformedNote(note)
        return cls(text + "\n", tuple(_signature(line) for line in lines[:-1].split("\n")))

    def __str__(self) -> str:
        """The note as it is sent and stored."""
        return self.text + "\n" + "".join(signature.line() for signature in self.signatures)

    @property
    def checkpoint(self) -> Checkpoint:
        """What the note says, unverified; MalformedNote."""
        return Checkpoint.of_text(self.text)


@dataclass(frozen=True, slots=True)
class Verifier:
    """A named public key of one signature type."""

    name: str
    public: bytes
    kind: int = ED25519

    @property
    def key_id(self) -> bytes:
        """First four bytes of SHA-256(name, line feed, type, public key)."""
        return sha256(f"{self.name}\n".encode() + bytes([self.kind]) + self.public).digest()[:_ID_SIZE]

    @property
    def vkey(self) -> str:
        """The key as text: `name+id+key`, id in hexadecimal, type and key in base64."""
        return f"{self.name}+{self.key_id.hex()}+{b64encode(bytes([self.kind]) + self.public).decode()}"

    @classmethod
    def of_vkey(cls, vkey: str) -> Self:
        """Inverse of `vkey`; MalformedKey, also when the id does not belong to the key."""
        name, _, rest = vkey.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        try:
            key = b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise MalformedKey(vkey) from error
        if not name or len(key) != 1 + 32 or key[0] not in {ED25519, COSIGNATURE}:
            raise MalformedKey(vkey)
        verifier = cls(name, key[1:], key[0])
        if verifier.key_id.hex() != key_id:
            raise MalformedKey(vkey)
        return verifier

    def named(self, name: str, kind: int = ED25519) -> "Verifier":
        """The same public key under another name or for the other signature type."""
        return Verifier(name, self.public, kind)

    def verify(self, note: Note) -> datetime | None:
        """Verify this key's signature on a note; answers the time of a cosignature. NotSigned, ForgedSignature."""
        found = [mine for mine in note.signatures if (mine.name, mine.key_id) == (self.name, self.key_id)]
        if not found:
            raise NotSigned(self.name)
        times = [self._verify_one(note.text, signature.value) for signature in found]
        return times[-1]

    def _verify_one(self, text: str, value: bytes) -> datetime | None:
        seconds, message = None, text.encode()
        if self.kind == COSIGNATURE:
            seconds, value = int.from_bytes(value[:_TIME_SIZE]), value[_TIME_SIZE:]
            message = _cosigned(text, seconds)
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(value, message)
            return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
        except (InvalidSignature, ValueError, OverflowError, OSError) as error:
            raise ForgedSignature(self.name) from error


class Signer:
    """A service's private key: signs the service's logs, and others' as their witness."""

    def __init__(self, service: str, private: Ed25519PrivateKey) -> None:
        """`service` is the bare name, e.g. `membership`."""
        self._private = private
        public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.verifier = Verifier(PREFIX + service, public)
        """The service's key; each of its logs' keys is `verifier.named(origin)`."""
        self.witness = self.verifier.named(self.verifier.name, COSIGNATURE)
        """The key of the cosignatures by this service."""

    @classmethod
    def load(cls, service: str, path: Path) -> Self:
        """Read a private key file (PEM, PKCS #8); MalformedKey, OSError."""
        try:
            private = load_pem_private_key(path.read_bytes(), password=None)
        except ValueError as error:
            raise MalformedKey(str(path)) from error
        if not isinstance(private, Ed25519PrivateKey):
            raise MalformedKey(str(path))
        return cls(service, private)

    def sign(self, checkpoint: Checkpoint) -> str:
        """The checkpoint as a signed note, by the key named like its origin. WrongOrigin: not this service's log."""
        if not checkpoint.origin.startswith(self.verifier.name + "/"):
            raise WrongOrigin(checkpoint.origin)
        text = checkpoint.text()
        key = self.verifier.named(checkpoint.origin)
        return str(Note(text, (Signature(key.name, key.key_id, self._private.sign(text.encode())),)))

    def cosign(self, note: str, at: datetime) -> str:
        """The note with this service's cosignature of the moment `at` added. Verify the note before."""
        parsed = Note.parse(note)
        seconds = int(at.timestamp())
        value = seconds.to_bytes(_TIME_SIZE) + self._private.sign(_cosigned(parsed.text, seconds))
        mine = Signature(self.witness.name, self.witness.key_id, value)
        return str(Note(parsed.text, (*parsed.signatures, mine)))


class Keys:
    """The public keys that a reader of checkpoints trusts: services' keys, and through them their logs'."""

    def __init__(self, verifiers: Iterable[Verifier]) -> None:
        """Keys of services (`gonghui/membership`), of single logs, and of cosigners."""
        self._verifiers = {(verifier.name, verifier.kind): verifier for verifier in verifiers}

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a JSON object whose values are verifier keys; MalformedKey, OSError."""
        try:
            return cls(Verifier.of_vkey(vkey) for vkey in json.loads(path.read_bytes()).values())
        except (ValueError, AttributeError) as error:
            raise MalformedKey(str(path)) from error

    def of_log(self, name: str) -> Verifier:
        """Key of the log with that origin; NotSigned when neither it nor its service's key is known."""
        service = "/".join(name.split("/")[:2])
        for known in (name, service):
            if verifier := self._verifiers.get((known, ED25519)):
                return verifier.named(name)
        raise NotSigned(name)

    def of_witness(self, service: str) -> Verifier:
        """Key of a service's cosignatures; NotSigned when it is not known."""
        name = PREFIX + service
        verifier = self._verifiers.get((name, COSIGNATURE)) or self._verifiers.get((name, ED25519))
        if not verifier:
            raise NotSigned(name)
        return verifier.named(name, COSIGNATURE)

    def open(self, note: str, expected: str) -> Checkpoint:
        """The checkpoint of a note signed by the log of that origin; CheckpointError of the fitting kind."""
        parsed = Note.parse(note)
        checkpoint = parsed.checkpoint
        if checkpoint.origin != expected:
            raise WrongOrigin(checkpoint.origin)
        self.of_log(expected).verify(parsed)
        return checkpoint

    def cosigned_at(self, note: str, service: str) -> datetime:
        """Moment at which a service cosigned a note; NotSigned, ForgedSignature."""
        at = self.of_witness(service).verify(Note.parse(note))
        if at is None:
            raise NotSigned(service)
        return at


def create_key_file(path: Path) -> None:
    """Write a new private key (Ed25519, PEM, PKCS #8) that only its owner may read; FileExistsError."""
    private = Ed25519PrivateKey.generate()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _cosigned(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _signature(line: str) -> Signature:
    match = _SIGNATURE_LINE.fullmatch(line)
    if not match:
        raise MalformedNote(line)
    value = _decode(match[2])
    if len(value) <= _ID_SIZE:
        raise MalformedNote(line)
    return Signature(match[1], value[:_ID_SIZE], value[_ID_SIZE:])


def _decode(text: str) -> bytes:
    """Bytes of canonical base64 only: a note has one spelling."""
    try:
        decoded = b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise MalformedNote(text) from error
    if b64encode(decoded).decode() != text:
        raise MalformedNote(text)
    return decoded
