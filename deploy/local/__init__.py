"""Everything that runs the platform on one machine: servers from wheels, demo issuer, launcher, sample county."""
