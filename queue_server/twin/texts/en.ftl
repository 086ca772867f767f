# The digital twin's table and pictures.

twin-title = What would change
twin-note = The same visitors, played against the real server under each arrangement. Waits: mean / nine of ten at most, minutes.
twin-head-start = Head start
twin-strict = Strict priority
twin-ratio = Two to one
twin-one-more = One more window
twin-longer = Open 8:30–12:00, 13:00–17:30
twin-waits = Waits under each arrangement
twin-classes = Mean wait by need, under each policy
twin-line = How many wait, over the day
twin-unit = minutes
twin-people = people
twin-mark = nine of ten waited at most
twin-ordinary = without a head start
twin-earlier = with a head start
twin-column-name = arrangement
twin-column-came = came
twin-column-refused = told the day is full
twin-column-left = left at closing
twin-column-ordinary = wait, ordinary
twin-column-earlier = wait, head start
twin-column-passed = were passed
twin-column-most = most often
