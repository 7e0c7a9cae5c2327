"""Pure functions on Chinese text: cleaning that keeps the map, outline, numbers, periods."""
