"""Capability registrations: who takes a place, who waits for one."""
