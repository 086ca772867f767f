# The hall's rule of priority in one sentence, by policy; printed on tickets, shown and spoken.
priority-none = 按到达先后叫号。
priority-head_start = 有照顾需要的来访者，按提前 { $least } 到 { $most } 分钟到达排队。
priority-head_start_one = 有照顾需要的来访者，按提前 { $most } 分钟到达排队。
priority-strict = 有照顾需要的来访者先叫号，但不超过早到 { $minutes } 分钟以上的人。
priority-ratio = 每叫 { $favoured } 位有照顾需要的来访者，叫 { $others } 位其他来访者。
