"""Capability employers: units with employees, and their headcounts."""
