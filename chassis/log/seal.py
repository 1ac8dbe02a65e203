"""The seal of a Kafka record: who writes to the topic without the services' secret is not counted.

A forged record at the next position would else be counted, and the true one skipped as its duplicate.
"""

import hashlib
import hmac


class Seal:
    """HMAC-SHA256 over what a record says, by a key derived from the secret that lets services read each other's logs.

    `traceparent` is not covered: it is of no consequence to what is counted.
    """

    HEADER = "seal"

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"gonghui kafka record\0" + secret.encode()).digest()

    def of(  # noqa: PLR0913 - all that is covered
        self, service: str, county: str, generation: int, position: int, ordinal: int, sequenced_at: str, event: bytes
    ) -> bytes:
        """The seal, 64 hexadecimal digits; `event` is the record's value."""
        told = f"{service}/{county}/{generation}/{position}/{ordinal}/{sequenced_at}\n".encode()
        return hmac.digest(self._key, told + event, "sha256").hex().encode()
