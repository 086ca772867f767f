"""The visitor's touch kiosk (role)."""
