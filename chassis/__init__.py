"""The microservice chassis: what every service stands on. No business word in it."""
