"""The hall's site changed on pages: edited in its own file, foreseen, remembered, taken back."""
