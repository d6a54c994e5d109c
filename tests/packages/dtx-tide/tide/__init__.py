"""A practice for dtx. dtx reads `plugin.yaml` and runs `plugin.py`; nothing here is imported for it."""
