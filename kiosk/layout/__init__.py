"""Where things stand on the kiosk's screen, and what is drawn there; pure, no Kivy."""
