"""What visitors and moderators do, a use case a file: called by `states`, calls the domain, knows no Reflex.

A use case takes what was parsed and the `Attachment` of whoever asks, changes their `View`, and returns what
else the page must be told. What is refused is raised.
"""
