"""Benchmarks: `python -m bench [leg …]` measures on servers of its own and prints one JSON line for each leg."""
