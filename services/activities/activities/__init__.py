"""Capability activities: from the plan to the day it was held."""
