# The hall on paper.
paper-title = On paper
paper-hint = What to do while the system does not work, and how to enter it afterwards. Print this page and the slips now, and keep them at the reception: they cannot be printed when they are needed.
paper-steps = What to do
paper-step-1 = Look at “Hall today”, at the power and at the network. If it is not mended within three minutes, go on with paper.
paper-step-2 = Give each visitor the next slip of the service. Write the time on it and into the list.
paper-step-3 = Ask everybody the same: “Is there anything we should know to call you well?” Keep the answer in your head or lead the visitor at once; never write it on the slip or the list.
paper-step-4 = Call from the smallest number on. Say the number twice, hold up its slip, and walk to those who do not see or hear.
paper-step-5 = Tick each number in the list once it is served.
paper-step-6 = When the system works again, send new visitors to the kiosk, and enter every slip on this page, served ones too: the time on it decides the place.
paper-step-7 = Everybody keeps the place in the line. Numbers on paper are called by the signs like all others.
paper-hotline = Who does not get on calls { $hotline }.
paper-slips = Slips to print
paper-slips-hint = Numbers from { $first } to { $last } of each service are given on paper only; no machine gives them.
paper-from = From number
paper-count = Slips for each service
paper-show = Show
paper-print = Then print this page with the browser.
paper-time = Time ____ : ____
paper-keep = Keep this slip. Your number is called and shown.
paper-list = List of numbers given
paper-list-number = Number
paper-list-time = Time
paper-list-served = Served
paper-enter = Enter slips
paper-number = Number on the slip
paper-at = Time on the slip
paper-served = is served already
paper-enter-go = Enter
paper-entered = { $number } is entered: { $state ->
    [CANCELLED] served on paper
   *[other] waits, { $ahead } ahead
}.
paper-wrong-number = That is no slip of this hall; write it as printed, such as { $example }.
paper-wrong-time = Write the time on the slip, such as 09:40.
paper-closed = No service day is open; open it at the window console first.
paper-other = This number was entered for another service.
