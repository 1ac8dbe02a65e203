"""Membership's parameters."""
