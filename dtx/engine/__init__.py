"""The engine: steps, sessions, the journal, the score and rehearsal. Pure: no clock, no file, no screen."""
