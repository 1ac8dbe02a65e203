"""Capability congress: workers' congresses, their sessions and ballots."""
