# Uyghur, Arabic script. Written for the hall; no native reader has judged it yet.
# What is missing stands on the page in Chinese. A better one may lie in the hall's own folder.

# Languages, by their own names.
language-ug = ئۇيغۇرچە
visitor-languages = تىل

# A visitor's own ticket.
phone-unknown = بۇ ئادرېستا نومۇر يوق
phone-unknown-hint = نومۇر قەغىزىدىكى كودنى يەنە بىر قېتىم سىكانىرلاڭ ياكى خىزمەتچىدىن سوراڭ.
phone-called = سىز چاقىرىلدىڭىز، { $window }-⁠كۆزنەككە كېلىڭ
phone-serving = { $window }-⁠كۆزنەكتە بېجىرىلىۋاتىدۇ
phone-first = بۇ ئىشتا ئالدىڭىزدا ئادەم يوق
phone-ahead = ئالدىڭىزدا { $count } ئادەم بار
phone-wait = تەخمىنەن { $low } مىنۇتتىن { $high } مىنۇتقىچە ساقلايسىز
phone-no-window = بۇ ئىشنىڭ كۆزنىكى تېخى ئېچىلمىدى. ئېچىلغاندا نۆۋەت بويىچە چاقىرىلىدۇ.
phone-missed = نومۇرىڭىز ئۆتۈپ كەتتى. ئالدىرىماڭ، خالىغان بىر كۆزنەككە ئېيتىڭ.
phone-held = ئىشىڭىز ۋاقىتلىق توختىدى. كۆزنەك سىزنى يەنە چاقىرىدۇ.
phone-away = سىز ۋاقىتلىق سىرتتا. سائەت { $time } بولغۇچە قايتىپ كېلىپ، تۆۋەندىكى كۇنۇپكىنى بېسىڭ.
phone-over = ئىش پۈتتى. كەلگىنىڭىزگە رەھمەت.
phone-cancelled = بۇ نومۇر ئەمەلدىن قالدى. كېرەك بولسا يېڭى نومۇر ئېلىڭ.
phone-expired = بۈگۈنكى مۇلازىمەت ئاخىرلاشتى، بۇ نومۇر ئەمدى كۈچكە ئىگە ئەمەس. قايتا كەلگەندە يېڭى نومۇر ئېلىڭ.
phone-area = ساقلاش ئورنى: { $area }
phone-at = كۆزنەكنىڭ ئورنى: { $area }
phone-doubtful = بۈگۈن نۆۋەت كەلمەسلىكى مۇمكىن. خىزمەتچىدىن سوراڭ.
phone-by-itself = بۇ بەت ئۆزى يېڭىلىنىدۇ.
phone-ring = چاقىرغاندا جىرىڭلاپ تىترىسۇن
phone-stale = زال جاۋاب بەرمىدى. بۇ يەردىكى ئۇچۇر كونىراپ قالغان بولۇشى مۇمكىن. زالدىكى چاقىرىشقا دىققەت قىلىڭ.

# What the visitor may do.
phone-act-step-away = بىردەم چىقىپ كېلىمەن
phone-act-back = قايتىپ كەلدىم
phone-act-reinstate = قايتا ئۆچىرەتكە تۇرۇش
phone-act-cancel = نومۇردىن ۋاز كېچىش
phone-act-assistance = خىزمەتچى چاقىرىش
phone-act-needs = قانداق ياردەم كېرەك
phone-act-tell = شىكايەت، تەكلىپ، مەدھىيە
phone-act-questions = بىرقانچە سوئالغا جاۋاب بېرىش
phone-rule-step-away = 15 مىنۇت ئىچىدە قايتسىڭىز، ئورنىڭىز ئۆزگەرمەيدۇ. كېچىكسىڭىز، نومۇر ئۆتۈپ كەتكەن ھېسابلىنىدۇ.
phone-rule-back = ئەسلىدىكى ئورنىڭىزغا قايتىسىز.
phone-rule-reinstate = كېيىنكى ئىككى ئادەمنىڭ ئارقىسىدا تۇرىسىز.
phone-cancel-sure = { $number } نومۇردىن راستتىنلا ۋاز كېچەمسىز؟ قايتا كەلسىڭىز، يېڭى نومۇر ئالىسىز.
phone-cancel-yes = ھەئە، ۋاز كېچىمەن
phone-cancel-no = ياق، ساقلايمەن
phone-help-asked = خىزمەتچىگە ئېيتىلدى. ئورنىڭىزدا ساقلاڭ.
phone-help-taken = { $name } كېلىۋاتىدۇ.
phone-problem-wrong_state = نومۇرنىڭ ئەھۋالى ھازىرلا ئۆزگەردى. يۇقىرىغا قاراڭ.
phone-problem-limit_reached = ئەمدى بولمايدۇ. خىزمەتچىدىن سوراڭ.
phone-problem-day_closed = بۈگۈنكى مۇلازىمەت ئاخىرلاشتى.
phone-problem-other = بولمىدى. يەنە بىر قېتىم سىناڭ ياكى خىزمەتچى چاقىرىڭ.
phone-rate = بۈگۈن قانداق بولدى؟
phone-rate-hint = باھا بەرگەن كىشىنىڭ سىز ئىكەنلىكىڭىزنى ھېچكىم بىلمەيدۇ.
phone-rated = رەھمەت، خاتىرىلەندى.
phone-score-5 = بەك رازى
phone-score-4 = رازى
phone-score-3 = ئوتتۇرىچە
phone-score-2 = نارازى
phone-score-1 = بەك نارازى

# How the hall can help.
phone-needs-title = سىزگە قانداق ياردەم قىلىمىز؟
phone-needs-note = تاللىمىسىڭىزمۇ بولىدۇ. كۆزنەكتىكى خىزمەتچىلا كۆرىدۇ.
phone-needs-private = نومۇر قەغىزىگە بېسىلمايدۇ، زالدىكى ئېكراندا كۆرۈنمەيدۇ.
phone-needs-save = مۇشۇنداق ئۆزگەرتىش
phone-needs-saved = ئۆزگەرتىلدى. چاقىرغاندا شۇنداق ياردەم قىلىمىز.
phone-need-wheelchair = ئورۇندۇقلۇق ھارۋىدا
phone-need-blind = كۆزۈم كۆرمەيدۇ
phone-need-low_vision = كۆزۈم ياخشى كۆرمەيدۇ
phone-need-deaf = قۇلىقىم ئاڭلىمايدۇ
phone-need-hard_of_hearing = قۇلىقىم ياخشى ئاڭلىمايدۇ
phone-need-speech = سۆزلەش ماڭا قىيىن
phone-need-sign_language = ئىشارەت تىلى
phone-need-escort = بىرسى ماڭا ھەمراھ بولسۇن
phone-need-slow_walker = ئاستا ماڭىمەن
phone-need-easy_read = ئاستا ۋە ئاددىي سۆزلەڭ
phone-need-elder = ياشانغان ئادەممەن
phone-need-pregnant = ھامىلىدارمەن
phone-need-infant = كىچىك بالام بار
phone-need-veteran = ھەربىي ياكى ئېتىبار بېرىلىدىغان كىشىمەن
phone-need-vibration = تېلېفون تىترىتىپ چاقىرىڭ
phone-need-text_only = يېزىپ سۆزلىشەيلى

# The code on the paper.
code-title = نومۇر قەغىزىدىكى كودنى كىرگۈزۈڭ
code-label = نومۇر قەغىزىدىكى كود
code-hint = 12 ھەرپ ۋە رەقەم، چاسا كودنىڭ ئاستىدا. ھەرپنىڭ چوڭ-كىچىكلىكى ۋە بوشلۇق پەرقلەنمەيدۇ.
code-submit = نومۇرۇمنى كۆرۈش
code-unknown = بۇ كود تېپىلمىدى. قەغەزگە قاراپ يەنە بىر قېتىم كىرگۈزۈڭ.
code-lost = قەغەز يېنىڭىزدا يوقمۇ؟ خىزمەتچىدىن سوراڭ ياكى ئۆزلۈك مۇلازىمەت ماشىنىسىدىن ئىزدەڭ.

# Telling the hall.
tell-title = زالغا پىكىر ئېيتىش
tell-hint = كىملىكىڭىزنى سورىمايمىز. سىزگە نومۇر بېرىلىدۇ، شۇ نومۇر بىلەن جاۋابنى كۆرىسىز.
tell-kind = نېمە دېمەكچى؟
tell-about = نېمە توغرىسىدا
tell-about-none = دېگۈم يوق
tell-text = نېمە بولدى، قانداق بولۇشىنى ئۈمىد قىلىسىز
tell-contact = جاۋاب تېلېفونى كېرەك بولسا نومۇرىڭىزنى قالدۇرۇڭ
tell-contact-hint = جاۋاب بېرىدىغان كىشىلا كۆرىدۇ، ئىش پۈتۈپ 30 كۈندىن كېيىن ئۆچۈرۈلىدۇ.
tell-publish = زال ئۆز سۆزى بىلەن ئېلان قىلسا بولىدۇ
tell-send = يوللاش
tell-missing = نېمە بولغانلىقىنى يېزىڭ. تېخى يوللانمىدى.
tell-no-answer = ھېچ بولمىغاندا بىر سوئالغا جاۋاب بېرىڭ. تېخى يوللانمىدى.
tell-thanks = سىزگە رەھمەت
tell-number = سىزنىڭ نومۇرىڭىز: { $number }
tell-due = دەسلەپكى جاۋابنىڭ ئەڭ كېچىك ۋاقتى: { $time }
tell-follow = قانداق بولغىنىنى كۆرۈش
tell-keep = نومۇرنى يېزىۋېلىڭ ياكى شۇ بەتنى ساقلاڭ.
tell-counted = جاۋابىڭىز ھېسابقا ئېلىندى. كىمنىڭ جاۋابى ئىكەنلىكىنى ھېچكىم بىلمەيدۇ.
tell-questions = بىرقانچە كىچىك سوئال
tell-questions-hint = خالىغانچە جاۋاب بېرىڭ. كىمنىڭ جاۋابى ئىكەنلىكىنى ھېچكىم بىلمەيدۇ.
tell-back = نومۇرۇمغا قايتىش
feedback-about-waiting = ئۆچىرەت ۋە چاقىرىش
feedback-about-staff = خىزمەتچىلەر
feedback-about-papers = ماتېرىيال ۋە رەسمىيەت
feedback-about-access = توسالغۇسىز ئەسلىھە
feedback-about-machines = ماشىنا ۋە ئېكران
feedback-about-other = باشقا ئىش

# What became of it.
told-title = ئېيتقان ئىشىڭىز قانداق بولدى
told-number = تالون نومۇرى: { $number }
told-complaint = شىكايەت
told-suggestion = تەكلىپ
told-praise = مەدھىيە
told-interest = كۇرسقا قىزىقىش
told-rating = باھا
told-questionnaire = سوئاللار
told-received = تاپشۇرۇۋېلىندى، تېخى جاۋاب يوق
told-answered = جاۋاب بېرىلدى، تېخى پۈتمىدى
told-closed = پۈتتى
told-due = جاۋابنىڭ ئەڭ كېچىك كۈنى: { $day }
told-unknown = بۇ كود يوق. تالونغا قاراپ يەنە بىر قېتىم سېلىشتۇرۇڭ. تور ئۈزۈلگەندە ئېيتىلغىنى كېيىن كۆرۈنىدۇ.
told-hotline = تېلېفون بىلەن سورىسىڭىزمۇ بولىدۇ: { $phone }

# An emergency, shown above everything else.
emergency-fire = ئوت كەتتى. خىزمەتچىگە ئەگىشىپ ئەڭ يېقىن ئېغىزدىن چىقىڭ. لىفىت ئىشلەتمەڭ. ماڭالمىسىڭىز ئورنىڭىزدا تۇرۇڭ، خىزمەتچى كېلىدۇ
emergency-evacuation = ھازىر ھەممىڭلار زالدىن چىقىڭلار. خىزمەتچىگە ئەگىشىپ ئەڭ يېقىن ئېغىزدىن چىقىڭ. ماڭالمىسىڭىز ئورنىڭىزدا تۇرۇڭ، خىزمەتچى كېلىدۇ
emergency-medical = بىرسىگە جىددىي قۇتقۇزۇش كېرەك. يول بېرىڭلار
emergency-other = دىققەت قىلىڭ. خىزمەتچىنىڭ ئېيتقىنىنى قىلىڭ
emergency-drill = بۇ مەشىق، راست خەتەر ئەمەس. خىزمەتچىگە ئەگىشىپ ئەڭ يېقىن ئېغىزدىن چىقىڭ
