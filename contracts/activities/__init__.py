"""What the activities service publishes."""
