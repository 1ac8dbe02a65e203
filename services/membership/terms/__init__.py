"""Capability terms: a union's terms, their extension, and seats that fall vacant."""
