"""Hours of training, folded from the log of activities."""
