"""The activities service: planned, opened, registered for, held."""
