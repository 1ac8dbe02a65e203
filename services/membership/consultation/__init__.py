"""Capability consultation: collective talks and collective agreements (集体协商、集体合同)."""
