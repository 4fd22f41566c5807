"""The moderators' desk: every handler asks the server who its caller is, and nothing is shown to nobody.

All states here are substates of `DeskState`, so that one reset empties the desk.
"""
