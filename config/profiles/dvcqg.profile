# The national portal's dialect (DVCQG): the record of DongBoHoSoMC, pulled by the service
# DanhSachHoSo. The same profile reads a saved file, either the whole message with "data" or the
# bare list of records: hentractl portal try NAME --file FILE
#
#   [portal dvcqg]
#   profile  = dvcqg
#   url      = https://adapter.example.gov.vn
#   sign-in  = session
#   user     = hentra
#   password = credential:portal-dvcqg
#   header   = dstcode: VN:GOV:000.00.00.H99:dvc
#   agency   = 000.00.00.H99

[profile]
title = National portal dialect (DVCQG)

# Windows by the day of receipt, no paging. The session goes into the body.
[request]
method         = POST
path           = /mapi/g
body           = {"session": "{session}", "service": "DanhSachHoSo", "donViXuLy": "{agency}"
	, "ngayNhan1": "{from}", "ngayNhan2": "{to}"}
window-format  = yyyy-MM-dd
window-overlap = 60d

[sweep received]
covers-all = no

[incremental received-lately]

[paging]
style = none

[answer]
records  = /data | /result | ""
error    = /error_code        # a number here, text there: 0, "0", "00"
error-ok = 0 | 00
message  = /message

[fields]
code             = /MaHoSo
status           = /MaTrangThai | /TrangThaiHoSo
unit             = /MaHoSo before '-'         # 000.17.32.H99-261110-0042
unit-name        = /DonViXuLy
procedure        = /MaTTHC
procedure-name   = /TenTTHC
field            = /MaLinhVuc
field-name       = /TenLinhVuc
channel          = /KenhThucHien
submitted        = /NgayNopHoSo | /NgayNop
received         = /NgayTiepNhan
due              = /NgayHenTra
finished         = /NgayKetThucXuLy
returned         = /NgayTra
supplements      = /DanhSachHoSoBoSung        # a list counts its elements
supplement-asked = /DanhSachHoSoBoSung/0/NgayBoSung

# [status] and [channel] are the national codes: nothing to say.

[dates]
formats = yyyyMMddHHmmss | iso | dd/MM/yyyy HH:mm:ss | dd/MM/yyyy
zone    = +07:00

[sign-in]
kind     = session
path     = /mapi/login
body     = {"username": "{user}", "password": "{password}"}
token    = /session
error    = /error_code
error-ok = 0 | 00
lifetime = 20min              # a session that ended is answered with an error, not with 401
