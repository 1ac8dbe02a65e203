"""Capability motions: delegates' motions and what becomes of them."""
