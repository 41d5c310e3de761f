"""Files of people in and tables out: read with suspicion, written so that no spreadsheet runs them."""
