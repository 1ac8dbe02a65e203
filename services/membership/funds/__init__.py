"""Capability funds: what employers owe for their payroll each month, and pay."""
