"""Capability standardisation: unions assessed against a versioned checklist."""
