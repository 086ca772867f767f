# Kazakh as written in Xinjiang, Arabic script. Written for the hall; no native reader has judged it yet.
# What is missing stands on the page in Chinese. A better one may lie in the hall's own folder.

# Languages, by their own names.
language-kk = قازاقشا
visitor-languages = ٴتىل

# A visitor's own ticket.
phone-unknown = بۇل ادرەستە نومىر جوق
phone-unknown-hint = نومىر قاعازىنداعى كودتى تاعى ٴبىر رەت سكانەرلەڭىز نەمەسە قىزمەتكەردەن سۇراڭىز.
phone-called = ٴسىزدى شاقىردى، { $window }-⁠تەرەزەگە كەلىڭىز
phone-serving = { $window }-⁠تەرەزەدە ىستەلىپ جاتىر
phone-first = بۇل ىسكە الدىڭىزدا ادام جوق
phone-ahead = الدىڭىزدا { $count } ادام بار
phone-wait = شامامەن { $low } مينۋتتان { $high } مينۋتقا دەيىن كۇتەسىز
phone-no-window = بۇل ٴىستىڭ تەرەزەسى ٴالى اشىلعان جوق. اشىلعاندا كەزەكپەن شاقىرىلادى.
phone-missed = نومىرىڭىز ٴوتىپ كەتتى. اسىقپاڭىز، كەز كەلگەن تەرەزەگە ايتىڭىز.
phone-held = ٴىسىڭىز ۋاقىتشا توقتادى. تەرەزە ٴسىزدى تاعى شاقىرادى.
phone-away = ٴسىز ۋاقىتشا جوقسىز. ساعات { $time } بولعانشا قايتىپ كەلىپ، تومەندەگى تۇيمەنى باسىڭىز.
phone-over = ٴىس ٴبىتتى. كەلگەنىڭىزگە راحمەت.
phone-cancelled = بۇل نومىر كۇشىنەن قالدى. كەرەك بولسا جاڭا نومىر الىڭىز.
phone-expired = بۇگىنگى قىزمەت اياقتالدى، بۇل نومىر ەندى جارامايدى. قايتا كەلگەندە جاڭا نومىر الىڭىز.
phone-area = كۇتەتىن ورىن: { $area }
phone-at = تەرەزەنىڭ ورنى: { $area }
phone-doubtful = بۇگىن كەزەك كەلمەۋى مۇمكىن. قىزمەتكەردەن سۇراڭىز.
phone-by-itself = بۇل بەت ٴوزى جاڭارادى.
phone-ring = شاقىرعاندا شىرىلداپ دىرىلدەسىن
phone-stale = زال جاۋاپ بەرمەدى. مۇنداعى حابار ەسكىرگەن بولۋى مۇمكىن. زالداعى شاقىرۋعا نازار اۋدارىڭىز.

# What the visitor may do.
phone-act-step-away = ٴبىراز ۋاقىتقا شىعامىن
phone-act-back = قايتىپ كەلدىم
phone-act-reinstate = قايتادان كەزەككە تۇرۋ
phone-act-cancel = نومىردان باس تارتۋ
phone-act-assistance = قىزمەتكەر شاقىرۋ
phone-act-needs = قانداي كومەك كەرەك
phone-act-tell = شاعىم، ۇسىنىس، العىس
phone-act-questions = بىرنەشە سۇراققا جاۋاپ بەرۋ
phone-rule-step-away = 15 مينۋت ىشىندە قايتساڭىز، ورنىڭىز ساقتالادى. كەشىكسەڭىز، نومىر وتكەن بولىپ سانالادى.
phone-rule-back = بۇرىنعى ورنىڭىزعا قايتاسىز.
phone-rule-reinstate = كەلەسى ەكى ادامنان كەيىن تۇراسىز.
phone-cancel-sure = { $number } نومىرىنان شىنىمەن باس تارتاسىز با؟ قايتا كەلسەڭىز، جاڭا نومىر الاسىز.
phone-cancel-yes = ٴيا، باس تارتامىن
phone-cancel-no = جوق، كۇتەمىن
phone-help-asked = قىزمەتكەرگە ايتىلدى. ورنىڭىزدا كۇتىڭىز.
phone-help-taken = { $name } كەلە جاتىر.
phone-problem-wrong_state = نومىردىڭ جايى جاڭا عانا وزگەردى. جوعارىعا قاراڭىز.
phone-problem-limit_reached = ەندى بولمايدى. قىزمەتكەردەن سۇراڭىز.
phone-problem-day_closed = بۇگىنگى قىزمەت اياقتالدى.
phone-problem-other = بولمادى. تاعى ٴبىر رەت كورىڭىز نەمەسە قىزمەتكەر شاقىرىڭىز.
phone-rate = بۇگىن قالاي بولدى؟
phone-rate-hint = باعا بەرگەن ٴسىز ەكەنىڭىزدى ەشكىم بىلمەيدى.
phone-rated = راحمەت، جازىپ الىندى.
phone-score-5 = وتە ريزا
phone-score-4 = ريزا
phone-score-3 = ورتاشا
phone-score-2 = ريزا ەمەس
phone-score-1 = مۇلدە ريزا ەمەس

# How the hall can help.
phone-needs-title = سىزگە قالاي كومەكتەسەيىك؟
phone-needs-note = تاڭداماساڭىز دا بولادى. تەرەزەدەگى قىزمەتكەر عانا كورەدى.
phone-needs-private = نومىر قاعازىنا باسىلمايدى، زالداعى ەكراندا كورىنبەيدى.
phone-needs-save = وسىلاي وزگەرتۋ
phone-needs-saved = وزگەرتىلدى. شاقىرعاندا وسىلاي كومەكتەسەمىز.
phone-need-wheelchair = اربادامىن
phone-need-blind = كوزىم كورمەيدى
phone-need-low_vision = كوزىم ناشار كورەدى
phone-need-deaf = قۇلاعىم ەستىمەيدى
phone-need-hard_of_hearing = قۇلاعىم ناشار ەستيدى
phone-need-speech = سويلەۋ ماعان قيىن
phone-need-sign_language = ىم ٴتىلى
phone-need-escort = بىرەۋ ەرتىپ ٴجۇرسىن
phone-need-slow_walker = اقىرىن جۇرەمىن
phone-need-easy_read = اقىرىن جانە قاراپايىم ايتىڭىز
phone-need-elder = قارتپىن
phone-need-pregnant = جۇكتىمىن
phone-need-infant = كىشكەنتاي بالام بار
phone-need-veteran = اسكەري نەمەسە جەڭىلدىك الاتىن اداممىن
phone-need-vibration = تەلەفوندى دىرىلدەتىپ شاقىرىڭىز
phone-need-text_only = جازىپ سويلەسەيىك

# The code on the paper.
code-title = نومىر قاعازىنداعى كودتى ەنگىزىڭىز
code-label = نومىر قاعازىنداعى كود
code-hint = 12 ٴارىپ پەن سان، شارشى كودتىڭ استىندا. ٴارىپتىڭ ۇلكەن-كىشىسى مەن بوس ورنى ٴبارىبىر.
code-submit = نومىرىمدى كورۋ
code-unknown = بۇل كود تابىلمادى. قاعازعا قاراپ تاعى ٴبىر رەت ەنگىزىڭىز.
code-lost = قاعاز جانىڭىزدا جوق پا؟ قىزمەتكەردەن سۇراڭىز نەمەسە ٴوز-وزىنە قىزمەت ماشيناسىنان ىزدەڭىز.

# Telling the hall.
tell-title = زالعا پىكىر ايتۋ
tell-hint = كىم ەكەنىڭىزدى سۇرامايمىز. سىزگە نومىر بەرىلەدى، سول نومىرمەن جاۋاپتى كورەسىز.
tell-kind = نە ايتپاقسىز؟
tell-about = نە تۋرالى
tell-about-none = ايتقىم كەلمەيدى
tell-text = نە بولدى، قالاي بولعانىن قالايسىز
tell-contact = جاۋاپ تەلەفونى كەرەك بولسا نومىرىڭىزدى قالدىرىڭىز
tell-contact-hint = جاۋاپ بەرەتىن ادام عانا كورەدى، ٴىس بىتكەن سوڭ 30 كۇننەن كەيىن وشىرىلەدى.
tell-publish = زال ٴوز سوزىمەن جارييالاسا بولادى
tell-send = جىبەرۋ
tell-missing = نە بولعانىن جازىڭىز. ٴالى جىبەرىلگەن جوق.
tell-no-answer = كەمىندە ٴبىر سۇراققا جاۋاپ بەرىڭىز. ٴالى جىبەرىلگەن جوق.
tell-thanks = سىزگە راحمەت
tell-number = ٴسىزدىڭ نومىرىڭىز: { $number }
tell-due = العاشقى جاۋاپتىڭ ەڭ كەش ۋاقىتى: { $time }
tell-follow = قالاي بولعانىن كورۋ
tell-keep = نومىردى جازىپ الىڭىز نەمەسە سول بەتتى ساقتاڭىز.
tell-counted = جاۋابىڭىز ەسەپكە الىندى. كىمنىڭ جاۋابى ەكەنىن ەشكىم بىلمەيدى.
tell-questions = بىرنەشە كىشكەنە سۇراق
tell-questions-hint = قالاعانىڭىزشا جاۋاپ بەرىڭىز. كىمنىڭ جاۋابى ەكەنىن ەشكىم بىلمەيدى.
tell-back = نومىرىما قايتۋ
feedback-about-waiting = كەزەك جانە شاقىرۋ
feedback-about-staff = قىزمەتكەرلەر
feedback-about-papers = ماتەريال جانە ٴراسىم
feedback-about-access = كەدەرگىسىز قۇرىلعىلار
feedback-about-machines = ماشينا جانە ەكران
feedback-about-other = باسقا ٴىس

# What became of it.
told-title = ايتقان ٴىسىڭىز قالاي بولدى
told-number = تۇبىرتەك نومىرى: { $number }
told-complaint = شاعىم
told-suggestion = ۇسىنىس
told-praise = العىس
told-interest = كۋرسقا قىزىعۋ
told-rating = باعا
told-questionnaire = سۇراقتار
told-received = قابىلداندى، ٴالى جاۋاپ جوق
told-answered = جاۋاپ بەرىلدى، ٴالى بىتكەن جوق
told-closed = ٴبىتتى
told-due = جاۋاپتىڭ ەڭ كەش كۇنى: { $day }
told-unknown = بۇل كود جوق. تۇبىرتەككە قاراپ تاعى ٴبىر رەت سالىستىرىڭىز. تور ۇزىلگەندە ايتىلعانى كەيىن كورىنەدى.
told-hotline = تەلەفونمەن سۇراساڭىز دا بولادى: { $phone }

# An emergency, shown above everything else.
emergency-fire = ٴورت شىقتى. قىزمەتكەرگە ەرىپ ەڭ جاقىن ەسىكتەن شىعىڭىز. ليفت پايدالانباڭىز. جۇرە الماساڭىز ورنىڭىزدا تۇرىڭىز، قىزمەتكەر كەلەدى
emergency-evacuation = ٴقازىر ٴبارىڭىز زالدان شىعىڭىز. قىزمەتكەرگە ەرىپ ەڭ جاقىن ەسىكتەن شىعىڭىز. جۇرە الماساڭىز ورنىڭىزدا تۇرىڭىز، قىزمەتكەر كەلەدى
emergency-medical = بىرەۋگە جەدەل جاردەم كەرەك. جول بەرىڭىز
emergency-other = نازار اۋدارىڭىز. قىزمەتكەردىڭ ايتقانىن ىستەڭىز
emergency-drill = بۇل جاتتىعۋ، شىن ٴقاۋىپ ەمەس. قىزمەتكەرگە ەرىپ ەڭ جاقىن ەسىكتەن شىعىڭىز
