"""Text by Pango: measured without a window, painted into alpha masks."""
