# Mongolian, traditional script. Written for the hall; no native reader has judged it yet.
# What is missing stands on the page in Chinese. A better one may lie in the hall's own folder.

# Languages, by their own names.
language-mn = ᠮᠣᠩᠭᠣᠯ
visitor-languages = ᠬᠡᠯᠡ

# A visitor's own ticket.
phone-unknown = ᠡᠨᠡ ᠬᠠᠶᠢᠭ ᠲᠤ ᠳᠤᠭᠠᠷ ᠪᠠᠶᠢᠬᠤ ᠦᠭᠡᠢ
phone-unknown-hint = ᠴᠠᠭᠠᠰᠤᠨ ᠳᠡᠭᠡᠷ᠎ᠡ ᠬᠢ ᠺᠣᠳ ᠢ ᠳᠠᠬᠢᠨ ᠤᠩᠰᠢᠭᠤᠯᠠᠭᠠᠷᠠᠢ᠂ ᠡᠰᠡᠪᠡᠯ ᠠᠵᠢᠯᠲᠠᠨ ᠠᠴᠠ ᠠᠰᠠᠭᠤᠭᠠᠷᠠᠢ᠃
phone-called = ᠲᠠᠨ ᠢ ᠳᠠᠭᠤᠳᠠᠪᠠ᠂ { $window } ᠳᠤᠭᠠᠷ ᠴᠣᠩᠬᠤᠨ ᠳᠤ ᠢᠷᠡᠭᠡᠷᠡᠢ
phone-serving = { $window } ᠳᠤᠭᠠᠷ ᠴᠣᠩᠬᠤᠨ ᠳᠤ ᠦᠶᠢᠯᠡᠴᠢᠯᠡᠵᠦ ᠪᠠᠶᠢᠨ᠎ᠠ
phone-first = ᠲᠠᠨ ᠤ ᠡᠮᠦᠨ᠎ᠡ ᠬᠦᠮᠦᠨ ᠦᠭᠡᠢ
phone-ahead = ᠲᠠᠨ ᠤ ᠡᠮᠦᠨ᠎ᠡ { $count } ᠬᠦᠮᠦᠨ ᠪᠠᠶᠢᠨ᠎ᠠ
phone-wait = ᠣᠶᠢᠷᠠᠯᠴᠠᠭ᠎ᠠ { $low } ᠮᠢᠨᠦᠲ ᠡᠴᠡ { $high } ᠮᠢᠨᠦᠲ ᠬᠦᠷᠲᠡᠯ᠎ᠡ ᠬᠦᠯᠢᠶᠡᠨ᠎ᠡ
phone-no-window = ᠡᠨᠡ ᠠᠵᠢᠯ ᠤᠨ ᠴᠣᠩᠬᠤ ᠨᠡᠭᠡᠭᠳᠡᠭᠡ ᠦᠭᠡᠢ ᠪᠠᠶᠢᠨ᠎ᠠ᠃ ᠨᠡᠭᠡᠭᠳᠡᠪᠡᠯ ᠳᠠᠷᠠᠭᠠᠯᠠᠯ ᠢᠶᠠᠷ ᠳᠠᠭᠤᠳᠠᠨ᠎ᠠ᠃
phone-missed = ᠲᠠᠨ ᠤ ᠳᠤᠭᠠᠷ ᠥᠩᠭᠡᠷᠡᠪᠡ᠃ ᠶᠠᠭᠠᠷᠠᠬᠤ ᠬᠡᠷᠡᠭ ᠦᠭᠡᠢ᠂ ᠠᠯᠢ ᠨᠢᠭᠡ ᠴᠣᠩᠬᠤᠨ ᠳᠤ ᠬᠡᠯᠡᠭᠡᠷᠡᠢ᠃
phone-held = ᠲᠠᠨ ᠤ ᠬᠡᠷᠡᠭ ᠢ ᠲᠦᠷ ᠵᠣᠭᠰᠣᠭᠠᠪᠠ᠃ ᠴᠣᠩᠬᠤ ᠲᠠᠨ ᠢ ᠳᠠᠬᠢᠨ ᠳᠠᠭᠤᠳᠠᠨ᠎ᠠ᠃
phone-away = ᠲᠠ ᠲᠦᠷ ᠭᠠᠷᠴᠠᠢ᠃ { $time } ᠴᠠᠭ ᠠᠴᠠ ᠡᠮᠦᠨ᠎ᠡ ᠢᠷᠡᠵᠦ᠂ ᠳᠣᠣᠷ᠎ᠠ ᠬᠢ ᠳᠠᠷᠤᠭᠤᠯ ᠢ ᠳᠠᠷᠤᠭᠠᠷᠠᠢ᠃
phone-over = ᠬᠡᠷᠡᠭ ᠪᠦᠲᠦᠪᠡ᠃ ᠢᠷᠡᠭᠰᠡᠨ ᠳᠦ ᠪᠠᠶᠠᠷᠯᠠᠯ᠎ᠠ᠃
phone-cancelled = ᠡᠨᠡ ᠳᠤᠭᠠᠷ ᠢ ᠪᠣᠯᠢᠪᠠᠢ᠃ ᠬᠡᠷᠡᠭ ᠪᠣᠯ ᠰᠢᠨ᠎ᠡ ᠳᠤᠭᠠᠷ ᠠᠪᠤᠭᠠᠷᠠᠢ᠃
phone-expired = ᠥᠨᠥᠳᠦᠷ ᠦᠨ ᠦᠶᠢᠯᠡᠴᠢᠯᠡᠭᠡ ᠳᠠᠭᠤᠰᠪᠠ᠂ ᠡᠨᠡ ᠳᠤᠭᠠᠷ ᠬᠡᠷᠡᠭ ᠦᠭᠡᠢ ᠪᠣᠯᠪᠠ᠃ ᠳᠠᠬᠢᠨ ᠢᠷᠡᠪᠡᠯ ᠰᠢᠨ᠎ᠡ ᠳᠤᠭᠠᠷ ᠠᠪᠤᠭᠠᠷᠠᠢ᠃
phone-area = ᠬᠦᠯᠢᠶᠡᠬᠦ ᠭᠠᠵᠠᠷ: { $area }
phone-at = ᠴᠣᠩᠬᠤᠨ ᠤ ᠭᠠᠵᠠᠷ: { $area }
phone-doubtful = ᠥᠨᠥᠳᠦᠷ ᠳᠠᠷᠠᠭᠠᠯᠠᠯ ᠬᠦᠷᠬᠦ ᠦᠭᠡᠢ ᠪᠠᠶᠢᠵᠤ ᠮᠠᠭᠠᠳ᠃ ᠠᠵᠢᠯᠲᠠᠨ ᠠᠴᠠ ᠠᠰᠠᠭᠤᠭᠠᠷᠠᠢ᠃
phone-by-itself = ᠡᠨᠡ ᠨᠢᠭᠤᠷ ᠥᠪᠡᠷ ᠢᠶᠡᠨ ᠰᠢᠨᠡᠳᠬᠡᠨ᠎ᠡ᠃
phone-ring = ᠳᠠᠭᠤᠳᠠᠬᠤ ᠳᠤ ᠳᠤᠭᠠᠷᠴᠤ ᠴᠢᠴᠢᠷᠡᠨ᠎ᠡ
phone-stale = ᠲᠠᠩᠬᠢᠮ ᠬᠠᠷᠢᠭᠤᠯᠰᠠᠨ ᠦᠭᠡᠢ᠃ ᠡᠨᠳᠡ ᠬᠢ ᠮᠡᠳᠡᠭᠡ ᠬᠠᠭᠤᠴᠢᠷᠠᠭᠰᠠᠨ ᠪᠠᠶᠢᠵᠤ ᠮᠠᠭᠠᠳ᠃ ᠲᠠᠩᠬᠢᠮ ᠤᠨ ᠳᠠᠭᠤᠳᠠᠯᠭ᠎ᠠ ᠶᠢ ᠠᠨᠬᠠᠷᠠᠭᠠᠷᠠᠢ᠃

# What the visitor may do.
phone-act-step-away = ᠲᠦᠷ ᠭᠠᠷᠤᠨ᠎ᠠ
phone-act-back = ᠪᠢ ᠪᠤᠴᠠᠵᠤ ᠢᠷᠡᠪᠡ
phone-act-reinstate = ᠳᠠᠬᠢᠨ ᠳᠠᠷᠠᠭᠠᠯᠠᠯ ᠳᠤ ᠵᠣᠭᠰᠣᠬᠤ
phone-act-cancel = ᠳᠤᠭᠠᠷ ᠢᠶᠠᠨ ᠪᠣᠯᠢᠬᠤ
phone-act-assistance = ᠠᠵᠢᠯᠲᠠᠨ ᠢ ᠳᠠᠭᠤᠳᠠᠬᠤ
phone-act-needs = ᠶᠠᠮᠠᠷ ᠲᠤᠰᠠᠯᠠᠮᠵᠢ ᠬᠡᠷᠡᠭ ᠪᠤᠢ
phone-act-tell = ᠭᠣᠮᠣᠳᠠᠯ᠂ ᠰᠠᠨᠠᠯ᠂ ᠮᠠᠭᠲᠠᠭᠠᠯ
phone-act-questions = ᠬᠡᠳᠦᠨ ᠠᠰᠠᠭᠤᠯᠲᠠ ᠳᠤ ᠬᠠᠷᠢᠭᠤᠯᠬᠤ
phone-rule-step-away = 15 ᠮᠢᠨᠦᠲ ᠤᠨ ᠳᠣᠲᠣᠷ᠎ᠠ ᠢᠷᠡᠪᠡᠯ᠂ ᠲᠠᠨ ᠤ ᠪᠠᠶᠢᠷᠢ ᠬᠡᠪᠡᠪᠡᠷ ᠪᠠᠶᠢᠨ᠎ᠠ᠃ ᠬᠣᠵᠢᠮᠳᠠᠪᠠᠯ᠂ ᠳᠤᠭᠠᠷ ᠥᠩᠭᠡᠷᠡᠭᠰᠡᠨ ᠳᠦ ᠲᠣᠭᠠᠴᠠᠨ᠎ᠠ᠃
phone-rule-back = ᠤᠭ ᠪᠠᠶᠢᠷᠢ ᠳᠤ ᠪᠠᠨ ᠪᠤᠴᠠᠨ᠎ᠠ᠃
phone-rule-reinstate = ᠳᠠᠷᠠᠭ᠎ᠠ ᠶᠢᠨ ᠬᠣᠶᠠᠷ ᠬᠦᠮᠦᠨ ᠦ ᠬᠣᠶᠢᠨ᠎ᠠ ᠵᠣᠭᠰᠣᠨ᠎ᠠ᠃
phone-cancel-sure = { $number } ᠳᠤᠭᠠᠷ ᠢᠶᠠᠨ ᠦᠨᠡᠨ ᠢᠶᠡᠷ ᠪᠣᠯᠢᠬᠤ ᠤᠤ︖ ᠳᠠᠬᠢᠨ ᠢᠷᠡᠪᠡᠯ ᠰᠢᠨ᠎ᠡ ᠳᠤᠭᠠᠷ ᠠᠪᠤᠨ᠎ᠠ᠃
phone-cancel-yes = ᠲᠡᠶᠢᠮᠦ᠂ ᠪᠣᠯᠢᠨ᠎ᠠ
phone-cancel-no = ᠦᠭᠡᠢ᠂ ᠬᠦᠯᠢᠶᠡᠨ᠎ᠡ
phone-help-asked = ᠠᠵᠢᠯᠲᠠᠨ ᠳᠤ ᠮᠡᠳᠡᠭᠳᠡᠪᠡ᠃ ᠡᠨᠳᠡ ᠬᠦᠯᠢᠶᠡᠭᠡᠷᠡᠢ᠃
phone-help-taken = { $name } ᠢᠷᠡᠵᠦ ᠪᠠᠶᠢᠨ᠎ᠠ᠃
phone-problem-wrong_state = ᠳᠤᠭᠠᠷ ᠤᠨ ᠪᠠᠶᠢᠳᠠᠯ ᠰᠠᠶᠢ ᠬᠤᠪᠢᠷᠠᠪᠠᠢ᠃ ᠳᠡᠭᠡᠷ᠎ᠡ ᠬᠢ ᠶᠢ ᠦᠵᠡᠭᠡᠷᠡᠢ᠃
phone-problem-limit_reached = ᠣᠳᠣ ᠪᠣᠯᠬᠤ ᠦᠭᠡᠢ ᠪᠣᠯᠪᠠ᠃ ᠠᠵᠢᠯᠲᠠᠨ ᠠᠴᠠ ᠠᠰᠠᠭᠤᠭᠠᠷᠠᠢ᠃
phone-problem-day_closed = ᠥᠨᠥᠳᠦᠷ ᠦᠨ ᠦᠶᠢᠯᠡᠴᠢᠯᠡᠭᠡ ᠳᠠᠭᠤᠰᠪᠠ᠃
phone-problem-other = ᠪᠦᠲᠦᠭᠰᠡᠨ ᠦᠭᠡᠢ᠃ ᠳᠠᠬᠢᠨ ᠨᠢᠭᠡ ᠤᠳᠠᠶ᠎ᠠ ᠲᠤᠷᠱᠢᠭᠠᠷᠠᠢ᠂ ᠡᠰᠡᠪᠡᠯ ᠠᠵᠢᠯᠲᠠᠨ ᠢ ᠳᠠᠭᠤᠳᠠᠭᠠᠷᠠᠢ᠃
phone-rate = ᠥᠨᠥᠳᠦᠷ ᠶᠠᠮᠠᠷ ᠪᠠᠶᠢᠪᠠ︖
phone-rate-hint = ᠲᠠ ᠭᠡᠵᠦ ᠬᠡᠨ ᠴᠤ ᠮᠡᠳᠡᠬᠦ ᠦᠭᠡᠢ᠃
phone-rated = ᠪᠠᠶᠠᠷᠯᠠᠯ᠎ᠠ᠂ ᠲᠡᠮᠳᠡᠭᠯᠡᠵᠦ ᠠᠪᠤᠪᠠ᠃
phone-score-5 = ᠮᠠᠰᠢ ᠰᠠᠶᠢᠨ
phone-score-4 = ᠰᠠᠶᠢᠨ
phone-score-3 = ᠳᠤᠮᠳᠠ
phone-score-2 = ᠮᠠᠭᠤ
phone-score-1 = ᠮᠠᠰᠢ ᠮᠠᠭᠤ

# How the hall can help.
phone-needs-title = ᠲᠠᠨ ᠳᠤ ᠶᠠᠭᠠᠬᠢᠵᠤ ᠲᠤᠰᠠᠯᠠᠬᠤ ᠪᠤᠢ︖
phone-needs-note = ᠰᠣᠩᠭᠣᠬᠤ ᠦᠭᠡᠢ ᠪᠠᠶᠢᠵᠤ ᠪᠣᠯᠤᠨ᠎ᠠ᠃ ᠴᠣᠩᠬᠤᠨ ᠤ ᠠᠵᠢᠯᠲᠠᠨ ᠵᠥᠪᠬᠡᠨ ᠦᠵᠡᠨ᠎ᠡ᠃
phone-needs-private = ᠳᠤᠭᠠᠷ ᠤᠨ ᠴᠠᠭᠠᠰᠤᠨ ᠳᠤ ᠬᠡᠪᠯᠡᠬᠦ ᠦᠭᠡᠢ᠂ ᠲᠠᠩᠬᠢᠮ ᠤᠨ ᠳᠡᠯᠭᠡᠴᠡ ᠳᠦ ᠭᠠᠷᠬᠤ ᠦᠭᠡᠢ᠃
phone-needs-save = ᠡᠶᠢᠮᠦ ᠪᠡᠷ ᠰᠣᠯᠢᠬᠤ
phone-needs-saved = ᠰᠣᠯᠢᠪᠠᠢ᠃ ᠳᠠᠭᠤᠳᠠᠬᠤ ᠳᠤ ᠡᠶᠢᠮᠦ ᠪᠡᠷ ᠲᠤᠰᠠᠯᠠᠨ᠎ᠠ᠃
phone-need-wheelchair = ᠪᠢ ᠲᠡᠷᠭᠡᠨ ᠰᠠᠨᠳᠠᠯᠢ ᠲᠠᠢ
phone-need-blind = ᠪᠢ ᠬᠠᠷᠠᠬᠤ ᠦᠭᠡᠢ
phone-need-low_vision = ᠪᠢ ᠰᠠᠶᠢᠨ ᠬᠠᠷᠠᠬᠤ ᠦᠭᠡᠢ
phone-need-deaf = ᠪᠢ ᠰᠣᠨᠣᠰᠬᠤ ᠦᠭᠡᠢ
phone-need-hard_of_hearing = ᠪᠢ ᠰᠠᠶᠢᠨ ᠰᠣᠨᠣᠰᠬᠤ ᠦᠭᠡᠢ
phone-need-speech = ᠬᠡᠯᠡᠬᠦ ᠳᠦ ᠪᠡᠷᠬᠡ
phone-need-sign_language = ᠳᠣᠬᠢᠶᠠᠨ ᠤ ᠬᠡᠯᠡ
phone-need-escort = ᠬᠦᠮᠦᠨ ᠳᠠᠭᠠᠯᠳᠤᠵᠤ ᠶᠠᠪᠤᠬᠤ
phone-need-slow_walker = ᠪᠢ ᠤᠳᠠᠭᠠᠨ ᠶᠠᠪᠤᠨ᠎ᠠ
phone-need-easy_read = ᠤᠳᠠᠭᠠᠨ᠂ ᠬᠢᠯᠪᠠᠷ ᠢᠶᠠᠷ ᠬᠡᠯᠡᠭᠡᠷᠡᠢ
phone-need-elder = ᠪᠢ ᠨᠠᠰᠤᠲᠠᠢ
phone-need-pregnant = ᠪᠢ ᠵᠢᠷᠮᠦᠰᠦᠨ
phone-need-infant = ᠬᠡᠦᠬᠡᠳ ᠲᠡᠢ
phone-need-vibration = ᠤᠲᠠᠰᠤ ᠪᠠᠷ ᠴᠢᠴᠢᠷᠡᠭᠦᠯᠵᠦ ᠳᠠᠭᠤᠳᠠᠬᠤ
phone-need-text_only = ᠪᠢᠴᠢᠵᠦ ᠶᠠᠷᠢᠨ᠎ᠠ

# The code on the paper.
code-title = ᠴᠠᠭᠠᠰᠤᠨ ᠳᠡᠭᠡᠷ᠎ᠡ ᠬᠢ ᠺᠣᠳ ᠢ ᠪᠢᠴᠢᠭᠡᠷᠡᠢ
code-label = ᠴᠠᠭᠠᠰᠤᠨ ᠳᠡᠭᠡᠷ᠎ᠡ ᠬᠢ ᠺᠣᠳ
code-hint = 12 ᠦᠰᠦᠭ ᠪᠠ ᠲᠣᠭ᠎ᠠ᠂ ᠳᠥᠷᠪᠡᠯᠵᠢᠨ ᠺᠣᠳ ᠤᠨ ᠳᠣᠣᠷ᠎ᠠ᠃
code-submit = ᠳᠤᠭᠠᠷ ᠢᠶᠠᠨ ᠦᠵᠡᠬᠦ
code-unknown = ᠡᠨᠡ ᠺᠣᠳ ᠣᠯᠳᠠᠭᠰᠠᠨ ᠦᠭᠡᠢ᠃ ᠴᠠᠭᠠᠰᠤ ᠲᠠᠢ ᠲᠤᠯᠭᠠᠵᠤ ᠳᠠᠬᠢᠨ ᠪᠢᠴᠢᠭᠡᠷᠡᠢ᠃
code-lost = ᠴᠠᠭᠠᠰᠤ ᠦᠭᠡᠢ ᠦᠦ︖ ᠠᠵᠢᠯᠲᠠᠨ ᠠᠴᠠ ᠠᠰᠠᠭᠤᠭᠠᠷᠠᠢ᠃

# Telling the hall.
tell-back = ᠳᠤᠭᠠᠷ ᠲᠠᠭᠠᠨ ᠪᠤᠴᠠᠬᠤ

# What became of it.

# An emergency, shown above everything else.
