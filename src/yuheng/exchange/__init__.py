"""Offers and needs of an event: matches, the choice of meetings, the timetable, the day itself, and what came of it."""
