"""What answers over HTTP: GraphQL, the proxy, the console, sessions, the subscription."""
