"""Whimsy's seam to Reflex, python-socketio and uvicorn."""
