"""What the assistance service publishes."""
