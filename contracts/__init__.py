"""What the services say to each other and to the world: events, offices, envelope. No I/O."""
