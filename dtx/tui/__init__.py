"""The screens: drivers of sessions that sample a clock, draw a view and pass on what the person does."""
