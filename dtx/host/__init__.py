"""The plugin host: what a plugin may say, how it is found, checked and loaded. Each plugin is read and called alone."""
