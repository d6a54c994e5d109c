"""Sharing: which sessions, without what nobody asked for, shown first in words, then written whole or not at all."""
