"""The services: independent of each other, each with its own database and log."""
