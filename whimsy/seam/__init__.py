"""The seam to Reflex, python-socketio and uvicorn: every name that no documentation promises is in here.

`contract` lists them, and is asked before a server starts. In the browser it is components/wire/reflex.js.
"""
