"""Hall today: what works and what does not, in plain words, each with its remedy.

One record a finding, after the issue templates of Anthias and the issue registry of Home
Assistant: what visitors notice, what is wrong, what to do, who, since when. The page of those who
run the hall, `hall90 doctor` and the API tell the same words.
"""
