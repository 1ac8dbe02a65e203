"""Capability parameters: the county's own values of what rules are calculated with."""
