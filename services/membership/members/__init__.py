"""Capability members: members and their way between unions."""
