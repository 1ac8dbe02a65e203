"""The walls around a run's Kafka (KAFKA_SECURITY=sasl): its certificates, and what the brokers are told for them.

Clients come by TLS with a password (SCRAM-SHA-512). Brokers know each other, and the launcher that sets up users and
rights, by certificates of this run's CA, whose key nobody keeps.
"""

import asyncio
import datetime as dt
import ipaddress
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aiokafka.errors import KafkaError
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from deploy.local.kafka_admin import Administrator, set_up_within
from deploy.local.kafka_rights import Right
from deploy.local.trouble import Trouble

BROKER = "gonghui-broker"
SETUP = "gonghui-setup"
VALID = dt.timedelta(days=825)
"""Made anew at every start: a run does not last that long."""

OPEN = """\
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
"""
WALLED = """\
listeners=CLIENTS://127.0.0.1:{port},BROKERS://127.0.0.1:{between},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=CLIENTS://127.0.0.1:{port},BROKERS://127.0.0.1:{between}
inter.broker.listener.name=BROKERS
listener.security.protocol.map=CLIENTS:SASL_SSL,BROKERS:SSL,CONTROLLER:SSL
listener.name.brokers.ssl.client.auth=required
listener.name.controller.ssl.client.auth=required
listener.name.clients.sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.clients.scram-sha-512.sasl.jaas.config=\
org.apache.kafka.common.security.scram.ScramLoginModule required;
ssl.enabled.protocols=TLSv1.3
ssl.keystore.type=PEM
ssl.keystore.location={keystore}
ssl.truststore.type=PEM
ssl.truststore.location={ca}
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
super.users=User:CN={broker};User:CN={setup}
"""


@dataclass(frozen=True)
class Walls:
    """Certificates in `folder`, the users with their passwords, and what each may do."""

    folder: Path
    passwords: Mapping[str, str] = field(repr=False)
    rights: Sequence[Right]

    @property
    def ca(self) -> Path:
        """Certificate that vouches for the brokers': what a client needs."""
        return self.folder / "ca.pem"

    def make(self) -> None:
        """Make the CA, the brokers' certificate and the launcher's, each file readable by its owner alone."""
        self.folder.mkdir(parents=True, exist_ok=True)
        key = ec.generate_private_key(ec.SECP256R1())
        authority = _certificate("gonghui-local-ca", key, None, key)
        _write(self.ca, authority.public_bytes(Encoding.PEM))
        for name in (BROKER, SETUP):
            own = ec.generate_private_key(ec.SECP256R1())
            signed = _certificate(name, own, authority, key)
            private = own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            chain = signed.public_bytes(Encoding.PEM) + authority.public_bytes(Encoding.PEM)
            _write(self._own(name), private + chain)

    def properties(self, port: int, between: int, controller: int) -> str:
        """Return what a broker is told about its listeners; ports of 127.0.0.1."""
        return WALLED.format(
            port=port,
            between=between,
            controller=controller,
            keystore=self._own(BROKER),
            ca=self.ca,
            broker=BROKER,
            setup=SETUP,
        )

    def administrator(self, bootstrap: str) -> Administrator:
        """Return who may change users and rights; `bootstrap` names the brokers' own listener."""
        return Administrator(bootstrap, self._own(SETUP), self.ca)

    def set_up(self, bootstrap: str) -> None:
        """Make the brokers know users and rights; returns when all of them do. Raises Trouble."""
        try:
            asyncio.run(set_up_within(bootstrap, self._own(SETUP), self.ca, self.passwords, self.rights))
        except (TimeoutError, KafkaError, OSError) as error:
            raise Trouble(
                f"无法设置 Kafka 的用户与权限：{error!r}", f"Kafka's users and rights cannot be set: {error!r}"
            ) from error

    def _own(self, name: str) -> Path:
        return self.folder / f"{name}.pem"


def _write(path: Path, text: bytes) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate | None,
    signing: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    """A certificate for both ends of a connection on this machine; without an issuer that of a CA."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + VALID)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
        .add_extension(_usage(ca=issuer is None), critical=True)
    )
    if issuer:
        addresses = [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("localhost")]
        ends = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
        builder = builder.add_extension(x509.SubjectAlternativeName(addresses), critical=False)
        builder = builder.add_extension(x509.ExtendedKeyUsage(ends), critical=False)
    return builder.sign(signing, hashes.SHA256())


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )
