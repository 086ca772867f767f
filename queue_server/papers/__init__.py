"""The hall on paper: what to do while nothing works, slips to give, and entering them."""
