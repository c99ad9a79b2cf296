# The .NET one-stop-shop system of Thanh Hoá: search by state of processing.
#
#   [portal thanhhoa]
#   profile  = thanhhoa
#   url      = https://motcua.example.gov.vn
#   sign-in  = session
#   user     = hentra
#   password = credential:portal-thanhhoa
#   header   = tenant: root
#   agency   = H99              # the unit whose units are listed

[profile]
title = One-stop shop of Thanh Hoá (.NET)

# The portal selects by the day of receipt, so that a window must reach back as far as cases stay
# open: the sweep begins at the portal's `since`, an incremental cycle looks two months back.
# A long value goes on in lines that begin with white space (and not with a quote).
# Without pageSize it would send everything at once; without "cache": false yesterday's answer.
[request]
method         = POST
path           = /api/v1/hosos/Search/TrangThaiXuLy
body           = {"tuNgay": "{from}", "denNgay": "{to}", "maDinhDanhCha": "{agency}"
	, "trangThaiXuLy": "", "pageNumber": {page}, "pageSize": {size}, "cache": false}
require-header = tenant
window-format  = yyyy-MM-dd
window-overlap = 60d

[sweep received]
covers-all = no               # a window never holds every case

[incremental received-lately]

# It counts process steps, not cases: pages are short, a case may stand on two pages, totals are
# too large, and hasNextPage is true for ever. Only an empty page is the end.
[paging]
style      = page
first-page = 1
end        = empty-page
page-size  = 500

[answer]
records  = /data | /data/data # plain, or wrapped in {data, succeeded, message}
error    = /succeeded
error-ok = true
message  = /message

[fields]
code           = /maHoSo
status         = /trangThaiHoSoId | /tenTrangThaiHoSo
# H99.17-261110-0042 belongs to H99.17; donViId is a number of the database.
unit           = /maHoSo before '-' | /donViId
unit-name      = /groupName
procedure      = /maTTHC
procedure-name = /tenTTHC
field          = /linhVucChinh
field-name     = /linhVucChinh
channel        = /kenhThucHien
submitted      = /createdOn
received       = /ngayTiepNhan
due            = /ngayHenTra
finished       = /ngayKetThucXuLy
returned       = /ngayTra

# No [status], no [channel]: then the national codes 1 to 10 and 1 to 3, and the national names of
# the statuses, are understood.

# Dates are text in whatever form the database gave. Year 0001 is .NET's empty date: as a due date
# it is what an exception left behind, and is marked as unusable.
[dates]
formats = iso | dd/MM/yyyy HH:mm:ss | dd/MM/yyyy HH:mm | dd/MM/yyyy
zone    = +07:00

[sign-in]
kind      = session
path      = /api/tokens
body      = {"userName": "{user}", "password": "{password}"}
token     = /token | /data/token
send      = Authorization: Bearer {session}
