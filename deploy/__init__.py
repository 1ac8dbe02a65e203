"""Ways of running the platform."""
