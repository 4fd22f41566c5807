"""The moderators' desk. Every handler asks the server who its caller is, and shows nothing without a session.

All states here are substates of `DeskState`, so that one reset empties the desk.
"""
