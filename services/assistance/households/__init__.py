"""Capability households: files of households in difficulty."""
