"""Capability fund: budgets, and aid from asking to payment."""
