"""Openness: what was made public, and suggestions answered in time."""
