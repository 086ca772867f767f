# The page of those who look after the content.

content-title = Content
content-hint = Where the jobs, courses and policies shown in the hall come from, how well they come, and what they lack.
content-none-source = No source is set up yet. Write [[source]] into the site file as the manual's page on content says, or import a file by command.

done-release = { $count } withdrawn.
done-keep = { $count } kept; what is missing is counted anew.

holds-title = Waiting for your yes
holds-what = { $source }: { $count } of { $of } items are no longer shown there.
holds-why = So many at once may be a fault on their side, so nothing was withdrawn. Look at their site, then decide.
holds-such = Such as: { $examples }
holds-release = Withdraw these { $count }
holds-keep = Keep for now

sources-title = Sources
sources-name = Source
sources-state = How it stands
sources-new = New
sources-changed = Changed
sources-rejected = Refused
sources-gone = Withdrawn
sources-do = Do
sources-run = Ask now
sources-refused = See refused rows
sources-whole = { $rows } rows came at { $when }, all well.
sources-short = Only { $rows } rows came at { $when }, fewer than announced; nothing was withdrawn.
sources-incomplete = Not everything came at { $when } ({ $rows } rows); nothing was withdrawn.
sources-failed = Nothing came at { $when }. What came before is still shown.
sources-file-failed = The file "{ $file }" put in at { $when } was not taken. What came before is still shown.
sources-never = Not asked yet.
sources-next = Next: { $when }.
sources-held = { $held } wait for your yes.
sources-asking = Being asked since { $when } and not done yet; load this page again in a moment. What follows is of the time before.
sources-since = It has been so since { $when }.
sources-advice = See that the network works and the address in the settings is right; it is asked again by itself.
sources-file-advice = Correct it by the report in the folder "bad", and put it in again.
sources-why = Why: { $why }
sources-told = In its own words: { $told }
sources-remarked = { $remarked } values could not be read.

refused-title = { $source }: rows refused, and values that could not be read
refused-row = Row { $row }
refused-left = Refused
refused-taken = Taken
refused-none = Nothing was refused the last time.

quality-title = Quality
quality-hint = Complete: how much of what should be told is told. Fresh: published in the last 30 days. Repeated: same title, employer, place and pay as another.
quality-source = Source
quality-kind = Kind
quality-items = Items
quality-complete = Complete
quality-recent = Last 30 days
quality-over = Over
quality-repeated = Repeated
quality-newest = Newest
quality-missing = Most often missing
quality-percent = { $percent } %
quality-field-employer = employer
quality-field-place = place
quality-field-region = region
quality-field-pay = pay
quality-field-education = education
quality-field-disability = disability
quality-field-openings = people
quality-field-occupation = occupation code
quality-field-description = description
quality-field-published = published
quality-field-expires = until
quality-field-starts = begins
quality-lack = { $field } { $count }
quality-none = There is no content now.

repeated-title = Repeated items
repeated-what = { $title } ({ $employer }), { $count } times
repeated-none = Nothing is repeated.

export-title = Export
export-hint = The files hold what is shown now. JSON Lines can be imported into another hall.
export-csv = Table (CSV)
export-xlsx = Table (XLSX)
export-jsonl = JSON Lines
export-schema-org = Jobs (schema.org)

history-title = Where an item is from
history-ask = Kind and id
history-ask-hint = Such as: job cdpee:2054012506457067520
history-show = Show
history-from = From { $source }, by way of { $origin }.
history-present = Revision now: { $rev }
history-gone = It is no longer shown.
history-until = Until { $when }: { $title }
history-withdrawn = Withdrawn { $when }: { $title }
history-first = It has not changed.
history-unknown = There is no { $item }. Check kind and id.
