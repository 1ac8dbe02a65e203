"""The sample county: invented employers, unions, workers, households and activities, entered by commands."""
