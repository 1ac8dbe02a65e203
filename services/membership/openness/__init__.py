"""Capability openness: what units make public, and suggestions about it."""
