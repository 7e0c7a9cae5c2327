"""The region and its industry as data (TOML, CSV), and the loaders: units, indicators, places, parties, words."""
