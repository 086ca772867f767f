"""ESC/POS: the language of most receipt printers."""
