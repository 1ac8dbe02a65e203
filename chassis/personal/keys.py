"""A service's keys in memory: those that wrap persons' data keys, by version, and each county's key of the blind index.

Three levels: the provider's key wraps the service's keys (a handful, unwrapped once at start), those wrap a data key a
person, which seals the person's fields. So nothing remote is asked while a transaction is open, and to delete one small
row is to erase a person.
"""

import hmac
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chassis.personal.providers import KEY_BYTES, NONCE_BYTES
from chassis.refusal import Refusal

DIGEST_BYTES = 16
"""Of a blind index's digest: 128 bits of HMAC-SHA256."""


class PersonalDataAway(Refusal):
    """The keys are not there, or it is not yet known who was erased."""

    status = 503
    code = "personal-data-away"
    zh = "个人信息暂不可用（{why_zh}），其他业务照常办理，请稍后再试"
    en = "Personal data are not available at the moment ({why_en}); all else goes on. Try again shortly"


class Tampered(Exception):
    """What is sealed was changed, or belongs to another person, field or revision. Never says what it held."""


class DataKey:
    """One person's key, or one import's, for as long as a transaction needs it."""

    def __init__(self, person: UUID, key: bytes) -> None:
        self._person, self._cipher = person.bytes, AESGCM(key)

    def seal(self, field: str, revision: int, text: str) -> bytes:
        """Nonce and ciphertext, bound to person, field and revision."""
        return self.seal_bytes(field, revision, text.encode())

    def seal_bytes(self, field: str, revision: int, plain: bytes) -> bytes:
        """The same of what is no text."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, self._about(field, revision))

    def open(self, field: str, revision: int, sealed: bytes) -> str:
        """The text. Tampered."""
        try:
            return self.open_bytes(field, revision, sealed).decode()
        except ValueError as error:
            raise Tampered(field) from error

    def open_bytes(self, field: str, revision: int, sealed: bytes) -> bytes:
        """What was sealed. Tampered."""
        try:
            about = self._about(field, revision)
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about)
        except (InvalidTag, ValueError) as error:
            raise Tampered(field) from error

    def _about(self, field: str, revision: int) -> bytes:
        return b"|".join((self._person, field.encode(), str(revision).encode()))


class Keyring:
    """The keys of one service in one process. Shut until they are unwrapped and it is known who was erased."""

    def __init__(self) -> None:
        self._wrapping: dict[int, AESGCM] = {}
        self._index: bytes | None = None
        self._counties: dict[str, bytes] = {}
        self.erasures_known = False

    def hold(self, wrapping: dict[int, bytes], index: bytes) -> None:
        """Take unwrapped keys: data key wrapping by version, and the blind index's master secret."""
        self._wrapping = {version: AESGCM(key) for version, key in wrapping.items()}
        if index != self._index:
            self._index, self._counties = index, {}

    @property
    def versions(self) -> frozenset[int]:
        """Of the keys that wrap data keys."""
        return frozenset(self._wrapping)

    def why_away(self) -> tuple[str, str] | None:
        """Why personal data cannot be read or written now; None when they can."""
        if not self._wrapping or self._index is None:
            return "密钥尚未就绪", "the keys are not there yet"
        if not self.erasures_known:
            return "正在核对已删除人员", "it is being found out who was erased"
        return None

    def require(self) -> None:
        """PersonalDataAway."""
        if why := self.why_away():
            raise PersonalDataAway(why_zh=why[0], why_en=why[1])

    def fresh(self, person: UUID) -> tuple[DataKey, int, bytes]:
        """A new person's key, the version of the key that wraps it, and the wrapped key."""
        key = os.urandom(KEY_BYTES)
        version = max(self._wrapping)
        return DataKey(person, key), version, self._wrap(person, version, key)

    def unwrapped(self, person: UUID, version: int, wrapped: bytes) -> DataKey:
        """A person's key. PersonalDataAway when the version is newer than what this process holds; Tampered."""
        return DataKey(person, self._unwrap(person, version, wrapped))

    def rewrapped(self, person: UUID, version: int, wrapped: bytes, newer: int) -> bytes:
        """A person's wrapped key under another version. Tampered."""
        return self._wrap(person, newer, self._unwrap(person, version, wrapped))

    def digest(self, county: str, kind: str, text: str) -> bytes:
        """What stands in the blind index for a text. Nobody without the county's key can compute or guess it."""
        if self._index is None:
            self.require()
            raise RuntimeError(kind)
        key = self._counties.get(county)
        if key is None:
            key = self._counties[county] = hmac.digest(self._index, b"blind index|" + county.encode(), "sha256")
        return hmac.digest(key, f"{kind}|{text}".encode(), "sha256")[:DIGEST_BYTES]

    def _wrap(self, person: UUID, version: int, key: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._wrapping[version].encrypt(nonce, key, _bound(person, version))

    def _unwrap(self, person: UUID, version: int, wrapped: bytes) -> bytes:
        cipher = self._wrapping.get(version)
        if cipher is None:
            raise PersonalDataAway(why_zh="密钥正在轮换", why_en="the keys are being rotated")
        try:
            return cipher.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], _bound(person, version))
        except InvalidTag as error:
            raise Tampered("data key") from error


def _bound(person: UUID, version: int) -> bytes:
    return b"data key|" + person.bytes + b"|" + str(version).encode()
