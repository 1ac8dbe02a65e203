"""The gateway: read model, dashboards, audit trail, console, one origin for all services."""
