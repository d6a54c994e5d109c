"""How dtx compares with what it stands on: ratios against named baselines, measured in the same run."""
