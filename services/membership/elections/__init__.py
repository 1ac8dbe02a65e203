"""Capability elections: elections held, and the approval of their result."""
