"""Personal data: how it is checked and how it is shown. It never stands in events, logs or errors."""
