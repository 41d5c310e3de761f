"""Files of people that come in, read with suspicion."""
