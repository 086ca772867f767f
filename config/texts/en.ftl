# The hall's rule of priority in one sentence, by policy; printed on tickets, shown and spoken.
priority-none = Visitors are called in the order they arrive.
priority-head_start = Visitors who need it count as arrived { $least } to { $most } minutes earlier.
priority-head_start_one = Visitors who need it count as arrived { $most } minutes earlier.
priority-strict = Visitors who need it are called first, but pass nobody who came more than { $minutes } minutes before them.
priority-ratio = For every { $favoured } visitors who need it, { $others } { $others ->
    [one] other is
   *[other] others are
} called.
