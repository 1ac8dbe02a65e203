"""Signing in, from discovery to sign-out, on the demo issuer and on real Keycloak."""
