"""Collective talks and agreements."""
