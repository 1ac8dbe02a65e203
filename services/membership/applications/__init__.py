"""Capability applications: whoever asks to join a union, and who decides."""
