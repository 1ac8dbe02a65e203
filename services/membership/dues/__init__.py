"""Capability dues: what members owe their union each month, what is paid and what is waived."""
