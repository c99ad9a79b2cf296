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
# From a workbook: save it as "CSV UTF-8". Columns may stand in any order, letters in either case;
# columns not named here are not read.

[profile]
title     = CSV export
format    = csv
separator = auto              # auto, comma, semicolon or tab

[answer]
required-columns = code | received | due

# Columns by their names; the first with a value counts. A text in '…' is itself the value, e.g.
# unit = 'H99.17' when a file holds one unit's cases and no column says so.
[fields]
code             = Mã hồ sơ | Số hồ sơ | Mã số hồ sơ | ma_ho_so | MaHoSo | code
status           = Trạng thái | Trạng thái hồ sơ | Tình trạng | trang_thai | TrangThaiHoSo | status
unit             = Mã đơn vị | Mã cơ quan | Mã định danh | ma_don_vi | MaDonVi | unit
unit-name        = Đơn vị | Tên đơn vị | Cơ quan giải quyết | Đơn vị xử lý | DonViXuLy | unit_name
procedure        = Mã TTHC | Mã thủ tục | ma_tthc | MaTTHC | procedure
procedure-name   = Tên TTHC | Tên thủ tục | Thủ tục hành chính | TenTTHC | procedure_name
field            = Mã lĩnh vực | ma_linh_vuc | MaLinhVuc | Lĩnh vực | field
field-name       = Lĩnh vực | Tên lĩnh vực | TenLinhVuc | field_name
channel          = Hình thức nộp | Kênh thực hiện | Hình thức tiếp nhận | KenhThucHien | channel
submitted        = Ngày nộp | Ngày nộp hồ sơ | NgayNopHoSo | submitted
received         = Ngày tiếp nhận | Ngày nhận | ngay_tiep_nhan | NgayTiepNhan | received
due              = Ngày hẹn trả | Hạn xử lý | Hẹn trả | ngay_hen_tra | NgayHenTra | due
finished         = Ngày kết thúc xử lý | Ngày hoàn thành | Ngày có kết quả | NgayKetThucXuLy | finished
returned         = Ngày trả kết quả | Ngày trả | NgayTra | returned
term             = Số ngày giải quyết | Thời hạn | term
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
formats = d/M/yyyy H:mm:ss | d/M/yyyy H:mm | d/M/yyyy | H:mm d/M/yyyy | iso | yyyyMMddHHmmss
zone    = +07:00
none    = - | N/A | null | NULL
