"""JobTech's JobStream (Sweden): changes since an instant, as one array.

Asked from 120 s before the last run began, so that nothing is lost to its whole seconds; what comes
twice changes nothing. An ad past its last day never comes as removed, so it expires by date. One
question a minute. Its clock is local and naive.
"""
