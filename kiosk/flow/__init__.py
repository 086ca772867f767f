"""The conversation with a visitor: steps, presenters and the screens they make. No Kivy."""
