"""A small sound `plugin.yaml`, up to where the steps begin; for tests that write their own after it."""

HEAD = """\
api: 1
title: Desk stretches
summary: Small movements for a break at the desk.
author: A. Therapist, physiotherapy
reviewer: none yet
version: 1.0.0
licence: CC-BY-4.0
flags: none
stop_rules: Stop whenever you want to.
easier: Do one of them only.
"""
TIMED = HEAD + "minutes: 3\n"
STEPS = TIMED + "steps:\n"  # what comes after it begins on line 13
