"""Capability parameters: the county's own values of what membership's rules are calculated with."""
