"""One session and all around it: what is asked before, what is opened for whom, how it runs, and how it is told again."""
