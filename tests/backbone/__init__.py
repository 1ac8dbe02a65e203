"""Tests of journal, relay, Kafka and fold."""
