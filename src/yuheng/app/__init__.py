"""Use cases: compile a folder, audit a plan."""
