"""Checkpoints: known vectors of the signed note, and everything that must not pass for one."""

import json
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from chassis.log.checkpoint import (
    Checkpoint,
    CheckpointError,
    ForgedSignature,
    Keys,
    MalformedKey,
    MalformedNote,
    Note,
    NotSigned,
    Signer,
    Verifier,
    WrongOrigin,
    create_key_file,
    origin,
    parse_origin,
)

# golang.org/x/mod/sumdb/note, example in its documentation
NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANN_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# sum.golang.org: the public key of Go's checksum database
SUMDB = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"

SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SIGNER = Signer("membership", SECRET)
GATEWAY = Signer("gateway", Ed25519PrivateKey.from_private_bytes(bytes(32)))
KEYS = Keys([SIGNER.verifier, GATEWAY.verifier])
LOG = origin("membership", "340828")
CHECKPOINT = Checkpoint(LOG, 20_852_163, bytes(range(32)))
NOTE = SIGNER.sign(CHECKPOINT)
NOON = datetime(2026, 11, 23, 4, 0, 0, tzinfo=UTC)


def test_known_note_verifies_by_known_key() -> None:
    verifier = Verifier.of_vkey(NEUMANN)
    assert verifier.verify(Note.parse(NEUMANN_NOTE)) is None
    assert (verifier.name, verifier.key_id.hex(), verifier.vkey) == ("PeterNeumann", "c74f20a3", NEUMANN)
    assert str(Note.parse(NEUMANN_NOTE)) == NEUMANN_NOTE


def test_known_key_of_a_log_is_read() -> None:
    assert Verifier.of_vkey(SUMDB).vkey == SUMDB


def test_known_note_altered_is_forged() -> None:
    with pytest.raises(ForgedSignature):
        Verifier.of_vkey(NEUMANN).verify(Note.parse(NEUMANN_NOTE.replace("answer", "question")))


def test_checkpoint_text_is_the_documented_one() -> None:
    assert CHECKPOINT.text() == "gonghui/membership/340828\n20852163\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"


def test_signed_checkpoint_is_opened_by_the_services_key() -> None:
    assert KEYS.open(NOTE, LOG) == CHECKPOINT


def test_extension_lines_survive() -> None:
    extended = Checkpoint(LOG, 1, bytes(32), ("forked gonghui/membership/340828 9",))
    assert KEYS.open(SIGNER.sign(extended), LOG) == extended


def test_cosignature_is_verified_with_its_time_and_leaves_the_logs_signature() -> None:
    note = GATEWAY.cosign(NOTE, NOON)
    assert note.startswith(NOTE)
    assert KEYS.cosigned_at(note, "gateway") == NOON
    assert KEYS.open(note, LOG) == CHECKPOINT


def test_cosignature_with_another_time_is_forged() -> None:
    *lines, cosignature = Note.parse(GATEWAY.cosign(NOTE, NOON)).signatures
    moved = b"\0" * 8 + cosignature.value[8:]
    line = f"— gonghui/gateway {b64encode(cosignature.key_id + moved).decode()}\n"
    with pytest.raises(ForgedSignature):
        KEYS.cosigned_at(NOTE + line, "gateway")
    assert lines


def test_a_logs_signature_is_no_cosignature() -> None:
    with pytest.raises(NotSigned):
        KEYS.cosigned_at(NOTE, "membership")
    with pytest.raises(NotSigned):
        KEYS.cosigned_at(NOTE, "gateway")


def test_checkpoint_of_another_log_is_refused() -> None:
    with pytest.raises(WrongOrigin):
        KEYS.open(NOTE, origin("membership", "340829"))


def test_service_signs_only_its_own_logs() -> None:
    for foreign in ("gonghui/assistance/340828", "gonghui/membershipx/340828", "gonghui/membership"):
        with pytest.raises(WrongOrigin):
            SIGNER.sign(Checkpoint(foreign, 1, bytes(32)))


def test_another_services_signature_under_this_name_is_refused() -> None:
    impostor = Signer("membership", Ed25519PrivateKey.generate()).sign(CHECKPOINT)
    with pytest.raises(NotSigned):
        KEYS.open(impostor, LOG)


def test_signature_with_the_right_key_id_and_wrong_bytes_is_forged() -> None:
    key_id = SIGNER.verifier.named(LOG).key_id
    line = f"— {LOG} {b64encode(key_id + bytes(64)).decode()}\n"
    with pytest.raises(ForgedSignature):
        KEYS.open(CHECKPOINT.text() + "\n" + line, LOG)
    with pytest.raises(ForgedSignature):  # one good signature does not excuse a forged one
        KEYS.open(NOTE + line, LOG)


def test_truncated_note_is_never_opened() -> None:
    for length in range(len(NOTE)):
        with pytest.raises(CheckpointError):
            KEYS.open(NOTE[:length], LOG)


def test_no_flipped_bit_is_overlooked() -> None:
    for at in range(len(NOTE.encode())):
        for bit in range(8):
            raw = bytearray(NOTE.encode())
            raw[at] ^= 1 << bit
            with pytest.raises((CheckpointError, UnicodeDecodeError)):
                KEYS.open(raw.decode(), LOG)


@given(st.text())
def test_any_text_is_refused_with_its_own_error(text: str) -> None:
    for candidate in (text, text + NOTE, NOTE + text + "\n"):
        if candidate != NOTE:
            with pytest.raises(CheckpointError):
                KEYS.open(candidate, LOG)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a\n1\n",
        "a\n01\n" + b64encode(bytes(32)).decode() + "\n",
        "a\n-1\n" + b64encode(bytes(32)).decode() + "\n",
        "a\n1\n" + b64encode(bytes(31)).decode() + "\n",
        "a\n1\nnot base64\n",
        "a\n1\n" + b64encode(bytes(32)).decode(),
        "a\n1\n" + b64encode(bytes(32)).decode() + "\n\nextension after a gap\n",
    ],
)
def test_malformed_checkpoints_are_refused(text: str) -> None:
    with pytest.raises(MalformedNote):
        Checkpoint.of_text(text)


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "PeterNeumann",
        NEUMANN.replace("c74f20a3", "c74f20a4"),
        NEUMANN.replace("PeterNeumann", "Peter"),
        NEUMANN[:-4],
        NEUMANN + "!",
        NEUMANN.replace("+ARpc", "+Ahpc"),
    ],
)
def test_malformed_keys_are_refused(vkey: str) -> None:
    with pytest.raises(MalformedKey):
        Verifier.of_vkey(vkey)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("membership", "340828"), "gonghui/membership/340828"),
        (("gateway", "340828", 2), "gonghui/gateway/340828/g2"),
    ],
)
def test_origins_name_service_county_and_generation(arguments: tuple[str, str], text: str) -> None:
    assert origin(*arguments) == text
    assert parse_origin(text) == (*arguments, 1)[:3]


@pytest.mark.parametrize("text", ["gonghui/membership", "gonghui/membership/340828/g1", "other/membership/340828", ""])
def test_foreign_origins_are_refused(text: str) -> None:
    with pytest.raises(WrongOrigin):
        parse_origin(text)


def test_key_file_is_created_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "membership.pem"
    create_key_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert Signer.load("membership", path).verifier == Signer.load("membership", path).verifier
    with pytest.raises(FileExistsError):
        create_key_file(path)


def test_a_file_that_is_no_ed25519_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    for content in (
        b"no key",
        generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    ):
        path.write_bytes(content)
        with pytest.raises(MalformedKey):
            Signer.load("membership", path)


def test_trusted_keys_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"membership": SIGNER.verifier.vkey, "gateway": GATEWAY.witness.vkey}))
    keys = Keys.load(path)
    assert keys.open(NOTE, LOG) == CHECKPOINT
    assert keys.cosigned_at(GATEWAY.cosign(NOTE, NOON), "gateway") == NOON
    with pytest.raises(NotSigned):
        keys.of_log(origin("gateway", "340828"))
    for content in ("[]", "{", '{"a": "b"}'):
        path.write_text(content)
        with pytest.raises(MalformedKey):
            Keys.load(path)
