"""The relay's part of a service's `work` process: wired from the settings, its troubles shown in /readyz."""

import asyncio

from chassis.log.checkpoint import Signer
from chassis.log.publisher import Broker, Publisher
from chassis.log.relay import Relay
from chassis.log.seal import Seal
from chassis.log.witness import witness_of
from chassis.settings import Settings
from chassis.web.health import Health


async def run_relay(settings: Settings, health: Health, stop: asyncio.Event) -> None:
    """Be the service's relay until `stop` is set."""
    service = settings.service
    publisher = None
    if settings.brokers:
        seal = Seal(settings.feed_token)
        broker = Broker(service, settings.brokers, settings.topic, seal, settings.kafka_replication)
        publisher = Publisher(broker)
    signer = Signer.load(service, settings.signing_key) if settings.signing_key else None
    witness = witness_of(service, settings.service_urls, settings.feed_token, settings.database_url)
    relay = Relay(settings.database_url, service, publisher, signer, witness)
    _watch(relay, health)
    await relay.run(stop)


def _watch(relay: Relay, health: Health) -> None:
    """Sequencing and checkpoints decide readiness; Kafka and forks are told beside it: other counties go on."""

    async def relaying() -> str | None:
        return relay.reason and f"定序停止 / not sequencing: {relay.reason}"

    async def restored() -> str | None:
        counties = ", ".join(sorted(relay.restored))
        return f"等待分叉确认 / waiting for a fork (restored): {counties}" if counties else None

    async def publishing() -> str | None:
        reason = relay.publisher.reason if relay.publisher else None
        return reason and f"Kafka 不可用，事件积压 / Kafka is away, events wait: {reason}"

    async def signing() -> str | None:
        broken = relay.signing.inconsistent if relay.signing else {}
        counties = ", ".join(f"{county}@{size}" for county, size in sorted(broken.items()))
        return f"日志与检查点不符 / log contradicts its checkpoint: {counties}" if counties else None

    async def complete() -> str | None:
        left_out = ", ".join(map(str, relay.completeness.left_out))
        return f"日记账有未定序的事件 / journal rows without a position: {left_out}" if left_out else None

    health.checks["relay"] = relaying
    health.checks["journal"] = complete
    health.notes["restored"] = restored
    health.checks["checkpoints"] = signing
    health.notes["kafka"] = publishing
