"""The kiosk's window: the only code that knows Kivy."""
