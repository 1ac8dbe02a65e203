"""What the gateway publishes: sign-ins and refusals."""
