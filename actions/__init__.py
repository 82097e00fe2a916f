"""The custom actions: one action a file, and the directory of helplines."""
