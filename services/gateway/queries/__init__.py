"""What the gateway reads from its own read model: hand-written SQL in, frozen dataclasses out."""
