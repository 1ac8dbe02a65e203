"""What the membership service publishes."""
