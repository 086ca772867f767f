# What content is called: kinds, kinds of work, education, disability, facts about a place of work.

kind-job = Jobs
kind-training = Training
kind-policy = Policies
kind-notice = Notices
kind-fair = Job fairs
kind-seeker = People looking for work

occupation-making = Making and packing
occupation-desk = Service desk and office
occupation-craft = Online shops and crafts
occupation-store = Storage and logistics
occupation-massage = Massage and wellness
occupation-cleaning = Cleaning and gardening
occupation-care = Care and household
occupation-catering = Catering
occupation-sales = Sales
occupation-computing = Computers and data
occupation-teaching = Teaching
occupation-health = Health care
occupation-driving = Driving and delivery
occupation-repair = Repair and building
occupation-farming = Farming
occupation-guarding = Gatekeeping
occupation-other = Other work

education-any = No schooling required
education-primary = Primary school
education-junior = Junior high school
education-secondary = Senior high school
education-vocational = Vocational school
education-college = College
education-bachelor = Bachelor
education-master = Master
education-doctor = Doctor

disability-visual = Visual disability
disability-hearing = Hearing disability
disability-speech = Speech disability
disability-physical = Physical disability
disability-intellectual = Intellectual disability
disability-mental = Mental disability
disability-multiple = Multiple disabilities

fact-wheelchair = Wheelchair accessible
fact-seated = Seated work
fact-home-work = Work from home
fact-lodging = Lodging provided
fact-meals = Meals provided
fact-insurance = Social insurance paid
fact-induction = Training before you start
fact-day-shift = Day shift only
fact-weekends-off = Weekends off
fact-part-time = Half days or part time
fact-bus = On a bus line
fact-sign-language = Somebody signs
fact-screen-reader = Screen readers work
fact-quiet = Quiet place
fact-barrier-free-toilet = Accessible toilet
fact-no-experience = No experience needed
fact-free = Free of charge
fact-allowance = Living allowance

pay-at-least = { $yuan } yuan a month or more

# Why something suits (a reason a sentence), and what the employer does not say.
reason-disability-level = { $what }, level { $level }: the employer says it is open to you.
reason-disability-all = { $what }: the employer says it is open to every level.
reason-disability-some = { $what }: the employer says it is open to levels { $levels }.
reason-occupation = It is work you want to do: { $work }.
reason-region = It is where you want to work: { $place }.
reason-pay = It pays up to { $yuan } yuan, you asked for { $wanted }.
reason-education = It asks for { $schooling }; you have that.
reason-education-any = It asks for no schooling.
reason-fact = It has what you need: { $fact }.
reason-words = It says “{ $words }”.
open-disability = It does not say which disabilities it is open to; ask the employer.
open-pay = It does not say what it pays; ask the employer.
open-education = It does not say what schooling it asks for; ask the employer.
open-fact = It does not say: { $fact }. Ask the employer.

# What else was done where little was found.
search-heard = There is no “{ $asked }”; looked for “{ $heard }”, which sounds the same.
search-heard-too = There is little for “{ $asked }”; also looked for “{ $heard }”, which sounds the same.
search-synonyms = Also looked for words of like meaning: { $words }.

employment-full-time = Full time
employment-part-time = Part time
employment-temporary = Temporary
employment-internship = Internship
employment-home = From home
