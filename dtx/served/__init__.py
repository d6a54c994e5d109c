"""The app in a browser of this computer: one window, opened by a link that works once."""
