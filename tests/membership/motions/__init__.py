"""Motions from collection to archive."""
