# Cases exported as CSV: a header row that names the columns, UTF-8, separated by comma, semicolon
# or tab. For `hentractl import --portal NAME FILE` and for a drop folder:
#
#   [portal export]
#   profile = csv
#   path    = /var/lib/hentra/drop
#
# Whoever may write into the folder puts a file there, best under another name first and then renamed
# (what is copied is taken when nobody writes to it any more for two seconds). It is read twice: whole
# and good, or not at all. Then it stands in done/, or in failed/ beside NAME.reason, which says what
# was wrong; neither is ever removed by hentra. The numbers count as up to date for 9 days after a
# file came (max-lag): a file a week, and a day's grace.
#
# From a workbook: save it as "CSV UTF-8". Titles, groups of columns and "sep=;" above the header do not
# matter: it is looked for in the first 20 rows. Columns may stand in any order; columns not named here
# are not read. A row with more cells than the header has columns is set aside, and a file whose last row
# is cut off is refused.

[profile]
title     = CSV export
format    = csv
separator = auto              # auto, comma, semicolon, tab or bar

[answer]
required-columns = code | received | due

# Columns by their names; the first with a value counts. Case, marks, blanks, colons, stars, underlines
# and hints in brackets do not count: "MÃ HỒ SƠ (*)" and MaHoSo are the same. A text in '…' is itself the
# value, e.g. unit = 'H99.17' when a file holds one unit's cases and no column says so.
[fields]
code             = Mã hồ sơ | Số hồ sơ | Mã số hồ sơ | Mã biên nhận | Số biên nhận | Mã HS | Số HS | code
status           = Trạng thái | Trạng thái hồ sơ | Tình trạng | Tình trạng hồ sơ | Trạng thái xử lý
	| Tình trạng xử lý | TrangThaiHoSo | status
unit             = Mã đơn vị | Mã cơ quan | Mã định danh | Mã định danh đơn vị | Mã đơn vị xử lý
	| Mã đơn vị giải quyết | unit
unit-name        = Đơn vị | Tên đơn vị | Cơ quan giải quyết | Đơn vị xử lý | Đơn vị giải quyết
	| Cơ quan thực hiện | Cơ quan xử lý | Đơn vị thụ lý | unit_name
procedure        = Mã TTHC | Mã thủ tục | Mã thủ tục hành chính | procedure
procedure-name   = Tên TTHC | Tên thủ tục | Thủ tục hành chính | Tên thủ tục hành chính | Thủ tục
	| Tên thủ tục hành chính (TTHC) | procedure_name
field            = Mã lĩnh vực | Lĩnh vực | field
field-name       = Lĩnh vực | Tên lĩnh vực | field_name
channel          = Hình thức nộp | Kênh thực hiện | Hình thức tiếp nhận | Hình thức nộp hồ sơ
	| Kênh tiếp nhận | channel
submitted        = Ngày nộp | Ngày nộp hồ sơ | Thời gian nộp | Thời điểm nộp | submitted
received         = Ngày tiếp nhận | Ngày nhận | Ngày tiếp nhận hồ sơ | Ngày nhận hồ sơ
	| Ngày giờ tiếp nhận | Ngày, giờ tiếp nhận hồ sơ | Thời gian tiếp nhận | Thời điểm tiếp nhận
	| Thời gian nhận hồ sơ | received
due              = Ngày hẹn trả | Ngày hẹn trả kết quả | Hạn xử lý | Hẹn trả | Hạn trả | Hạn trả kết quả
	| Ngày giờ hẹn trả | Thời gian hẹn trả | Thời gian hẹn trả kết quả | Hạn giải quyết | Thời hạn xử lý
	| Thời hạn trả kết quả | Thời hạn giải quyết | Ngày hẹn | due
finished         = Ngày kết thúc xử lý | Ngày hoàn thành | Ngày có kết quả | Ngày xử lý xong
	| Ngày hoàn thành xử lý | Thời gian hoàn thành | Ngày giải quyết xong | Ngày kết thúc | finished
returned         = Ngày trả kết quả | Ngày trả | Thời gian trả kết quả | Ngày trả kết quả cho công dân
	| returned
term             = Số ngày giải quyết | Thời hạn | Thời hạn giải quyết | Số ngày xử lý
	| Thời gian giải quyết | term
term-unit        = 'working-days'
supplement-asked = Ngày yêu cầu bổ sung | supplement_asked
supplement-done  = Ngày bổ sung | supplement_done

# Without a status column the dates tell: finished, returned, or still open.
[status]
1                                    = registered
2                                    = accepted
3                                    = refused
4                                    = processing
5                                    = supplement
6                                    = fee
7                                    = withdrawn
8                                    = stopped
9                                    = processed
10                                   = returned
Mới đăng ký                          = registered
Chờ tiếp nhận                        = registered
Được tiếp nhận                       = accepted
Đã tiếp nhận                         = accepted
Không được tiếp nhận                 = refused
Từ chối                              = refused
Đang xử lý                           = processing
Đang giải quyết                      = processing
Yêu cầu bổ sung                      = supplement
Yêu cầu bổ sung giấy tờ              = supplement
Chờ bổ sung                          = supplement
Yêu cầu thực hiện nghĩa vụ tài chính = fee
Chờ thanh toán                       = fee
Công dân yêu cầu rút hồ sơ           = withdrawn
Rút hồ sơ                            = withdrawn
Dừng xử lý                           = stopped
Tạm dừng                             = stopped
Đã xử lý xong                        = processed
Đã giải quyết                        = processed
Đã có kết quả                        = processed
Đã trả kết quả                       = returned

[channel]
1                  = in-person
2                  = online
3                  = postal
Trực tiếp          = in-person
Trực tuyến         = online
Bưu chính          = postal
Bưu chính công ích = postal

[dates]
# Day first, as everybody here writes. A file in which one date can only be read month first is
# refused: for such files copy this profile and turn d and M in every format.
formats = d/M/yyyy H:mm:ss | d/M/yyyy H:mm | d/M/yyyy | d/M/yyyy h:mm:ss a | d/M/yyyy h:mm a
	| H:mm:ss d/M/yyyy | H:mm d/M/yyyy | h:mm:ss a d/M/yyyy | h:mm a d/M/yyyy
	| d-M-yyyy H:mm:ss | d-M-yyyy H:mm | d-M-yyyy | d.M.yyyy H:mm | d.M.yyyy
	| d/M/yy H:mm:ss | d/M/yy H:mm | d/M/yy h:mm a | d/M/yy
	| iso | yyyy-M-d H:mm:ss | yyyy-M-d | yyyy/M/d H:mm:ss | yyyy/M/d | yyyyMMddHHmmss | serial
zone    = +07:00
none    = - | N/A | null | NULL
