"""The commands. Each stands in a file of its own, and is loaded when it is asked for; `commands` knows them all."""
