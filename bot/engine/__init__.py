"""Rasa in this process: understanding, rules, actions and conversations."""
