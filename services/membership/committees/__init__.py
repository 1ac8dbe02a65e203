"""Capability committees: audit committees and women's committees of unions."""
