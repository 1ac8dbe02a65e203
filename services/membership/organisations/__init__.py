"""Capability organisations: unions, from founding to approval."""
