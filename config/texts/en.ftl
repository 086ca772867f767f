# The hall's rule of priority in one sentence, by policy; printed on tickets, shown and spoken.
priority-none = Visitors are called in the order they arrive.
priority-head_start = Visitors who need it count as arrived { $least } to { $most } minutes earlier.
priority-head_start_one = Visitors who need it count as arrived { $most } minutes earlier.
priority-strict = Visitors who need it are called first, but pass nobody who came more than { $minutes } minutes before them.
priority-ratio = For every { $favoured } visitors who need it, { $others } { $others ->
    [one] other is
   *[other] others are
} called.

# What `hall90 config check` and the pages say of a value that cannot be; `.remedy` is what to do.
fault-whole-number = does not fit: "{ $value }" is not a whole number
    .remedy = Write a whole number
fault-missing = is missing
    .remedy = Add it ({ $takes })
fault-web-address = is not a web address
    .remedy = Write http:// or https:// and a name
fault-region = is not a region code
    .remedy = Write its six digits, such as 150000
fault-no-language = is empty
    .remedy = Write at least one, such as ["zh-CN", "en"]
fault-language = '{ $value }' is not a language tag
    .remedy = Write zh-CN, en, ug, kk or mn
fault-time-zone = '{ $value }' is not a time zone
    .remedy = Write for example Asia/Shanghai
fault-no-hours = says neither always nor week
    .remedy = Write always = true, or week = {"{"} mon = ["09:00-17:00"] {"}"}
fault-span = '{ $value }' is not a span of time
    .remedy = Write "09:00-12:00", the earlier time first
fault-spans-overlap = { $one } and { $other } overlap
    .remedy = Let the second begin when the first is over
fault-date = '{ $value }' is not a date
    .remedy = Write year-month-day, such as 2026-10-01
fault-id = '{ $value }' is not an id
    .remedy = Use a-z, 0-9, - and _, at most 32
fault-id-twice = '{ $value }' is used { $count } times
    .remedy = Give each its own id
fault-none = is missing
    .remedy = Write at least one [[{ $kind }]]
fault-no-text = has no text for { $language }
    .remedy = Add { $language } = "…", or take it out of hall.languages
fault-prefix = '{ $value }' is no prefix
    .remedy = Write one or two capital letters
fault-prefix-digit = looks like a digit
    .remedy = Choose another letter than I and O
fault-prefix-twice = '{ $value }' is used by { $count } services
    .remedy = Give each service its own letter
fault-visit = { $value } is no length of a visit
    .remedy = Write 1 to 480
fault-quota = { $value } is no number of tickets
    .remedy = Write 0 or more, or leave it out: then there is no limit
fault-no-service = there is no service '{ $value }'
    .remedy = There is: { $known }
fault-no-services = is empty
    .remedy = Name the services this window offers
fault-window-number = { $value } is no window number
    .remedy = Write 1 to 999
fault-window-number-twice = { $value } is on { $count } windows
    .remedy = Give each window its own number
fault-no-zone = there is no zone '{ $value }'
    .remedy = There is: { $known }
fault-no-window = there is no window '{ $value }'
    .remedy = There is: { $known }
fault-strict = { $value } is no head start
    .remedy = Write 15 to 480: after so long nobody is passed any more
fault-ratio = { $value } leaves somebody out
    .remedy = Write two numbers from 1 to 9, such as [2, 1]
fault-nobody-first = '{ $value }' has nobody to put first
    .remedy = Name at least one need in priority.credit_minutes
fault-too-long = { $value } is too long to leave anybody
    .remedy = Write 0 to 120 minutes
fault-credit = { $value } is no head start
    .remedy = Write 0 to 240 minutes
fault-bounds = { $value } is out of bounds
    .remedy = Write { $least } to { $most }
fault-emblem = '{ $value }' is no picture's name
    .remedy = Write letters, digits, - and _, then .png
fault-colour = '{ $value }' is no colour
    .remedy = Write # and six digits of 0-9 and a-f, such as #1d4f91
fault-too-light = { $value } is too light: white letters on it have a contrast of { $contrast }
    .remedy = Choose a darker colour; 4.5 is the least people can read
fault-paper-numbers = { $kiosk } shares numbers with the slips given by hand
    .remedy = Let its range end below issuing.paper_first, or move that
fault-paper-range = is no range of numbers
    .remedy = Let paper_first and paper_last lie between 1000 and 9999, the smaller first
fault-backup-times = cannot be: a copy is to be kept for some time
    .remedy = Write whole numbers from 0 on, and at least 1 day; every_minutes = 0 makes no copies
fault-days-turned = '{ $value }' is before the first day
    .remedy = Write the same day or a later one
fault-recovery-key = is not the public half of a recovery key
    .remedy = Make one by hall90 server recovery key FILE, and copy the whole h90pub-… it shows
