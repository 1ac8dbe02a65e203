"""Tokens at the door of a running service."""
