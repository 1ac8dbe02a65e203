"""Capability restructuring: unions that merge, split, move and end; units that join and leave."""
