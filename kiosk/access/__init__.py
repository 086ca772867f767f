"""How a screen is reached by everyone: focus, narration, keypad, exploration. No Kivy."""
