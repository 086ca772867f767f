"""Messages to those who run the hall: what broke, and what works again, once each.

What is told is Hall today (:mod:`queue_server.today`) in its own words. Each way of telling keeps
what it was told last, so a message that could not be sent is made anew from what holds by then.
"""
