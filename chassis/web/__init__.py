"""What every HTTP answer shares: problems, idempotency, ETags, paging, limits, health."""
