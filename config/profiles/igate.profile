# VNPT iGate 2.0 ("digo"): the dossier search.
#
#   [portal cantho]
#   profile       = igate
#   url           = https://apidvc.example.gov.vn
#   sign-in       = oauth2
#   token-url     = https://sso.example.gov.vn/auth/realms/digo/protocol/openid-connect/token
#   client-id     = hentra                    # issued by the province; with `user` and `password`
#   client-secret = credential:portal-cantho  # beside it the password grant is used
#   agency        = 60f0c0de0a1b2c3d4e5f6071  # the unit whose units are listed; all when not given

[profile]
title = VNPT iGate 2.0

[request]
path  = /pa/dossier/search
# spec=page brings totals; with spec=slice the portal counts less and the end is still told by
# `last`. A parameter whose value is empty, here the agency, is left out.
query = page={page}&size={size}&spec=page&sort=updatedDate,desc&remove-status=0
	&ancestor-agency-id={agency}

# Newest change first: what changes meanwhile moves to the front and is met by the next cycle, and
# nothing else is skipped.
[sweep all]

# The same list, left at the first page that holds only what is known.
[incremental changed]
newest-first = yes

[paging]
style      = page
first-page = 0
end        = last-flag        # `last`; where it is missing, the total, or a page that brings nothing
page-size  = 200

[answer]
records = /content | ""       # "": some gateways answer with the bare list
total   = /totalElements | /page/totalElements | /total | /totalCount
last    = /last

[fields]
code           = /code | /nationCode
# Names come as text on one installation and as a list of {languageId, name} on the next. A number
# in a pointer reads both [ … ] and { "0": … }. The first alternative whose word stands in [status]
# wins; the numbers are not the national ones.
status         = /dossierStatus/name/0/name | /dossierStatus/name | /dossierStatus/id
unit           = /agency/code | /agency/id
unit-name      = /agency/name/0/name | /agency/name
procedure      = /procedure/code
procedure-name = /procedure/translate/0/name | /procedure/name
field          = /procedure/sector/code | /procedure/sector/id
field-name     = /procedure/sector/name/0/name | /procedure/sector/name
channel        = /applyMethod/name/0/name | /applyMethod/name
submitted      = /appliedDate
received       = /acceptedDate
due            = /appointmentDate    # not dueDate, not currentTask/dueDate: those are of the step
finished       = /completedDate
term           = /processingTime
term-unit      = /processingTimeUnit
officer        = /currentTask/0/assignee/fullname | /currentTask/assignee/fullname
updated        = /updatedDate

# Each province may name its own. `hentractl status` names those that nobody has explained and the line to
# add: `status = WORD: MEANING` in the portal's section of hentra.conf. * stands for any text.
[status]
0                                    = registered
2                                    = processing
Mới đăng ký                          = registered
Chờ tiếp nhận                        = registered
Được tiếp nhận                       = accepted
Đã tiếp nhận                         = accepted
Đang xử lý                           = processing
Yêu cầu bổ sung                      = supplement
Chờ bổ sung                          = supplement
Yêu cầu bổ sung giấy tờ              = supplement
Chờ thanh toán                       = fee
Yêu cầu thực hiện nghĩa vụ tài chính = fee
Tạm dừng                             = stopped
Tạm dừng xử lý                       = stopped
Dừng xử lý                           = stopped
Chờ công dân thực hiện nghĩa vụ tài chính = fee
Chờ thực hiện nghĩa vụ tài chính     = fee
Chờ cơ quan thuế*                    = tax
Chờ xác nhận thuế                    = tax
Chờ thông báo thuế                   = tax
Niêm yết công khai                   = posting
Đang niêm yết công khai              = posting
Kiểm tra thực địa                    = inspection
Xác minh thực địa                    = inspection
Chờ ý kiến cơ quan *                 = other-agency
Lấy ý kiến cơ quan *                 = other-agency
Gia hạn                              = extension
Gia hạn giải quyết                   = extension
Không được tiếp nhận                 = refused
Từ chối tiếp nhận                    = refused
Công dân yêu cầu rút hồ sơ           = withdrawn
Rút hồ sơ                            = withdrawn
Đã rút hồ sơ                         = withdrawn
Đã xử lý xong                        = processed
Có kết quả                           = processed
Đã có kết quả                        = processed
Đã trả kết quả                       = returned

[channel]
Trực tuyến          = online
Nộp trực tuyến      = online
Trực tiếp           = in-person
Nộp trực tiếp       = in-person
Bưu chính           = postal
Bưu chính công ích  = postal
Qua bưu chính       = postal

[term-unit]
d = working-days

[dates]
formats = iso                 # 2026-11-17T17:00:00.000+0700, with or without a colon, or Z
zone    = +07:00

[sign-in]
kind        = oauth2
grant       = by-settings     # password when the portal's section has a user
client-auth = basic           # or body: client_id and client_secret beside the grant
