"""Capability labels: how members appear beside ids that other services hold."""
