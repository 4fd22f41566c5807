"""The seam to Reflex, python-socketio and uvicorn: only here are names used that no documentation promises.

`contract` lists them, and is checked before a server starts. In the browser the seam is
components/wire/reflex.js.
"""
