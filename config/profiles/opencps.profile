# OpenCPS 2: the REST list of dossiers.
#
# A profile says how one vendor's portal is asked and understood. Vendor files live in
# /usr/share/hentra/profiles; a file of the same name in /etc/hentra/profiles wins. README.md there
# explains every key; `hentractl portal try NAME` shows what a profile makes of a page.
#
#   [portal dongnai]
#   profile = opencps
#   url     = https://dichvucong.example.gov.vn
#   header  = groupId: 53152          # the site's number; the portal's administrator knows it
#   sign-in = basic                   # or bearer, or header (Token: …)
#   agency  = UBND-XA-017,UBND-XA-018 # only these units; all when not given

[profile]
title = OpenCPS 2 (REST v2)

[request]
path           = /o/rest/v2/dossiers
header         = Accept: application/json     # else it may answer XML
require-header = groupId
# There is no filter by time of change. So every incremental cycle reads all open cases, and the
# closed ones through windows over their two closing dates. The dates count by whole days; a date
# in any other form is ignored by the portal, which would then list everything.
window-format  = d/M/yyyy
window-overlap = 2d                           # the list is served from an index that lags behind

# A full cycle: every case there is. Without `end` the portal gives 10 rows; without `agency` only
# those of the caller's own unit. Oldest first (order=false), so that new cases come at the end and
# push nothing from one page to the next.
[sweep all]
query = agency={agency|all}&start={start}&end={end}&order=false

# An incremental cycle reads these four.
[incremental open]
query = agency={agency|all}&start={start}&end={end}&order=false
	&status=new,receiving,processing,interoperating,posting,collecting,planning,waiting,correcting,paying,pausing,cancelling

[incremental released]
query = agency={agency|all}&start={start}&end={end}&order=false
	&fromReleaseDate={from}&toReleaseDate={to}

[incremental finished]
query = agency={agency|all}&start={start}&end={end}&order=false
	&fromFinishDate={from}&toFinishDate={to}

# Refused and withdrawn cases get no closing date on every installation: then no window above shows
# them, and they would stay open here until the next sweep. They are few: those received in the last
# months are read each time.
[incremental ended]
query = agency={agency|all}&start={start}&end={end}&order=false
	&status=denied,cancelled,unresolved&fromReceiveDate={from}&toReceiveDate={to}
reach = 120d

[paging]
style       = offset          # {start} to {end}, end excluded
page-size   = 1000

[answer]
records        = /data
records-absent = empty        # an empty list is left out; `total` must be there then
total          = /total

[fields]
# The code is empty until the case is received at the desk; until then its reference serves, and by
# that the case is known again when it has its code.
code             = /dossierNo | /referenceUid
former-code      = /referenceUid
status           = /dossierStatus
lock             = /lockState
unit             = /govAgencyCode              # never the applicant's ward
unit-name        = /govAgencyName
procedure        = /serviceCode before '.000.' | /serviceCode   # 1.000656.000.00.00.H99
procedure-name   = /serviceName
field            = /domainCode
field-name       = /domainName
channel          = /online
online-service   = /serviceLevel
submitted        = /submitDate
received         = /receiveDate
due              = /dueDate                    # extendDate is not an extended due date
finished         = /releaseDate                # the name trap: release is "finished" …
returned         = /finishDate                 # … and finish is "handed to the citizen"
term             = /durationCount
term-unit        = /durationUnit
officer          = /lastActionUser             # kept only with `officers = yes`
updated          = /modifiedDate

# The portal's words on the left, hentra's on the right. What is not listed here is told as an
# unknown status and judged by its dates.
[status]
new            = registered
receiving      = registered
processing     = processing
interoperating = processing
posting        = processing
collecting     = processing
planning       = processing
cancelling     = processing
waiting        = supplement
correcting     = supplement
paying         = fee
pausing        = stopped
cancelled      = withdrawn
denied         = refused
releasing      = processed
handover       = processed
unresolved     = processed
done           = returned

# A lock that stops the clock, beside the status.
[lock]
PAUSE         = yes
PAUSE_OVERDUE = yes

[channel]
true  = online
false = in-person

# Services of levels 1 and 2 are not offered online: a case of one submitted online is dirty data.
[online-service]
1 = no
2 = no
3 = yes
4 = yes

[term-unit]
0 = working-days
1 = working-hours

[dates]
formats = dd/MM/yyyy HH:mm:ss | dd/MM/yyyy | yyyyMMddHHmmss
zone    = +07:00              # the text carries no offset

[sign-in]
kind = basic
