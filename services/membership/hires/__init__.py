"""Capability hires: newly hired employees who are no members yet."""
