"""Tests: real PostgreSQL, real Kafka, isolation by county."""
