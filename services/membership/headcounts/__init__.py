"""Capability headcounts: what many employers state for a day, by one file, with the same engine as rosters."""
