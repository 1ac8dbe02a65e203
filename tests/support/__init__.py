"""What tests share: servers, an issuer, people who call, settling."""
