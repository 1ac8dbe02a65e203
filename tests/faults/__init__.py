"""Faults on a whole stand: kills, brokers and databases away."""
