"""For those who write practices: what is wrong with one, its lines and recordings, trying it out, and handing it over."""
