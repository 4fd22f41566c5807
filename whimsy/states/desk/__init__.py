"""The states of the moderators' desk. Every handler checks the session first, and shows nothing without one.

All but `KeyState` are substates of `DeskState`, so that one reset removes everything shown.
"""
