#include "command/tool/command.h"

/* The table of commands. Rows that share a first word stand together. */

const struct option global_options[] = {
	{"-c", "FILE", "the configuration (default: /etc/hentra/hentra.conf)"},
	{"--json", NULL, "print JSON for programs instead of tables for people"},
	{"--now", "TIME", "read as if it were this RFC 3339 time; writes nothing"},
	{"--help", NULL, "print the usage"},
	{"--version", NULL, "print the version"},
	{0},
};

static const struct option init_options[] = {
	{"--province", "CODE", "the province's two digits"},
	{"--province-name", "NAME", "its whole name, as letters print it: \"Tỉnh Lâm Đồng\""},
	{"--portal", "NAME", "a short name for the portal (default: portal)"},
	{"--profile", "PROFILE", "opencps (default), igate, thanhhoa, dvcqg, csv or a file"},
	{"--url", "URL", "the portal's address; with csv the folder of its files"},
	{"--header", "HEADER", "a header the profile asks for: \"groupId: 53152\""},
	{"--sign-in", "KIND", "none (default), basic, bearer, header, oauth2 or session"},
	{"--user", "USER", "who signs in; with oauth2 the client-id"},
	{"--relay", "URL", "the mail relay (default: smtp://127.0.0.1:25)"},
	{"--tls", "TLS", "with the relay: starttls or none; none only on this machine unless said"},
	{"--from", "ADDRESS", "where letters come from"},
	{"--office", "ADDRESS", "the office, which is told when a chair does not act"},
	{"--contact", "TEXT", "whom to ask, printed in every letter"},
	{"--hotline", "URL", "the webhook of the hotline 1022, if there is one"},
	{"--language", "LANGUAGE", "of letters and of what is asked: vi or en"},
	{"--force", NULL, "write a new configuration; the one that is there is kept as .old"},
	{0},
};
static const struct option check_options[] = {
	{"--connect", NULL, "also try every portal, the mail relay and the hooks"},
	{"--quiet", NULL, "print errors only: the service's reload asks so before it goes on"},
	{"--reload", NULL, "what a running hentrad cannot take without a restart is an error, too"},
	{0},
};
static const struct option status_options[] = {
	{"--all", NULL, "every portal, need and record set aside, however many lines"},
	{0},
};
static const struct option explain_options[] = {
	{"--all", NULL, "every day by itself, also in long stretches"},
	{0},
};
static const struct option communes_options[] = {
	{"--from", "DATE", "closed cases and receipts from this day on"},
	{"--to", "DATE", "the same up to this day, included"},
	{"--field", "FIELD", "only this field (its code)"},
	{0},
};
static const struct option cases_options[] = {
	{"--commune", "COMMUNE", "only this commune (its code or name), or `unmapped`"},
	{"--bucket", "BUCKET", "only this bucket: overdue, due_soon, late and so on"},
	{"--field", "FIELD", "only this field (its code)"},
	{"--suspicion", "SUSPICION",
		"whatever their bucket, those suspected of this: moved-due, back-dated and so on"},
	{"--doubtful", NULL,
		"with --suspicion: those that may be trouble of synchronisation, and why"},
	{"--uncounted", NULL,
		"the cases that are in no tally: of portals that only witness, doubles"},
	{"--limit", "N", "at most N cases; 0: all (default: 50, with --json all)"},
	{0},
};
static const struct option purge_options[] = {
	{"--dry-run", NULL, "only count what would go"},
	{0},
};
static const struct option mark_options[] = {
	{"--by", "WHO", "who says so (default: whoever is signed in)"},
	{"--note", "TEXT", "why; needed"},
	{"--on", "DATE", "of a unit's suspicion: the day that its evidence names"},
	{"--letter", "DATE", "of an apology: the date of the letter"},
	{"--new-due", "DATE", "of an apology: the date it promises"},
	{0},
};
static const struct option alerts_options[] = {
	{"--all", NULL, "what was told in past episodes as well, newest first"},
	{"--episode", "N", "what was told in this episode, and to whom"},
	{"--why", NULL, "what was decided for each recipient, and because of what"},
	{"--commune", "COMMUNE",
		"only this commune (its code or name); --why: its quiet rules as well"},
	{"--at", "TIME", "with --why: as it was at this instant, 2026-11-20T09:00:00+07:00"},
	{0},
};
static const struct option replay_options[] = {
	{"--from", "DATE", "the first day; needed"},
	{"--to", "DATE", "the last day, included (default: today)"},
	{0},
};
static const struct option alerts_test_options[] = {
	{"--channel", "NAME", "by which channel"},
	{"--commune", "COMMUNE",
		"to the addresses of this commune (its code), where it writes to them"},
	{0},
};
static const struct option decide_options[] = {
	{"--by", "WHO", "who says so (default: whoever is signed in)"},
	{0},
};
static const struct option ack_options[] = {
	{"--for", "DURATION", "so long (default: \"3 working days\")"},
	{"--until", "WHEN",
		"until this time, 2026-11-20T18:00:00+07:00, or until offices close on this date, "
		"2026-11-20 or 20/11/2026"},
	{"--by", "WHO", "who says so (default: whoever is signed in)"},
	{"--note", "TEXT", "why, or what is being done"},
	{0},
};
static const struct option silence_add_options[] = {
	{"--commune", "COMMUNE", "hide what is told of this commune (its code or name)"},
	{"--field", "FIELD", "hide what is told of this field (its code)"},
	{"--episode", "N", "hide what is told of this episode; ends with it"},
	{"--all", NULL, "hide everything"},
	{"--rule", "RULE", "only of this rule"},
	{"--for", "DURATION", "so long: 4h, \"2 working days\""},
	{"--until", "WHEN",
		"until this time, 2026-11-20T18:00:00+07:00, or until offices close on this date, "
		"2026-11-20 or 20/11/2026"},
	{"--by", "WHO", "who says so (default: whoever is signed in)"},
	{"--note", "TEXT", "why"},
	{"--dry-run", NULL, "only show what it would hide"},
	{0},
};
static const struct option silence_list_options[] = {
	{"--all", NULL, "those that are over as well"},
	{0},
};
static const struct option arm_options[] = {
	{"--dry-run", NULL, "only count what would be told"},
	{0},
};
static const struct option outbox_list_options[] = {
	{"--state", "STATE", "waiting, sending, handed_over, dead, replaced or dropped"},
	{"--limit", "N", "at most N deliveries; 0: all (default: 50, with --json all)"},
	{0},
};
static const struct option report_ii06_options[] = {
	{"--period", "PERIOD",
		"2026, 2026-Q3, 2026-09 or 2026-10-01..2026-10-31 (default: this year)"},
	{"--calendar-periods", NULL, "years and months of the calendar instead of the reports'"},
	{"--by", "ROWS", "field (default) or commune: what the rows are"},
	{"--commune", "COMMUNE", "only this commune (its code or name), or `unmapped`"},
	{"--as-seen-on", "DATE", "as it would have read at the end of that day"},
	{"--format", "FORMAT", "text, csv, xlsx, html or json"},
	{0},
};
static const struct option report_score_options[] = {
	{"--period", "PERIOD",
		"2026, 2026-Q3, 2026-09 or 2026-10-01..2026-10-31 (default: this year)"},
	{"--calendar-periods", NULL, "years and months of the calendar instead of the reports'"},
	{"--commune", "COMMUNE", "only this commune (its code or name), or `unmapped`"},
	{"--cases", NULL, "also list the cases that the two rules tell differently, each with why"},
	{"--as-seen-on", "DATE", "as it would have read at the end of that day"},
	{"--format", "FORMAT", "text, csv, xlsx, html or json"},
	{0},
};
static const struct option report_commune_options[] = {
	{"--period", "PERIOD",
		"2026, 2026-Q3, 2026-09 or 2026-10-01..2026-10-31 (default: this year)"},
	{"--calendar-periods", NULL, "years and months of the calendar instead of the reports'"},
	{"--as-seen-on", "DATE", "as it would have read at the end of that day"},
	{"--format", "FORMAT", "text, xlsx, html or json"},
	{0},
};
static const struct option report_field_options[] = {
	{"--period", "PERIOD",
		"2026, 2026-Q3, 2026-09 or 2026-10-01..2026-10-31 (default: this year)"},
	{"--calendar-periods", NULL, "years and months of the calendar instead of the reports'"},
	{"--commune", "COMMUNE", "only this commune (its code or name), or `unmapped`"},
	{"--as-seen-on", "DATE", "as it would have read at the end of that day"},
	{"--format", "FORMAT", "text, csv, xlsx, html or json"},
	{0},
};
static const struct option inspect_options[] = {
	{"--share", "SHARE", "how many of the units a year (default: [inspect] share, 30%)"},
	{"--seed", "N", "the seed that stands on a list: the same list again"},
	{"--format", "FORMAT", "text, csv, xlsx, html or json"},
	{0},
};
static const struct option inspect_done_options[] = {
	{"--by", "WHO", "who inspected (default: whoever is signed in)"},
	{"--note", "TEXT", "what is to be remembered of it"},
	{0},
};
static const struct option portal_try_options[] = {
	{"--file", "FILE", "decode a saved page instead of asking the portal"},
	{"--records", "N", "show the first N records (default: 3)"},
	{0},
};
static const struct option import_options[] = {
	{"--portal", "NAME", "the portal whose cases these are"},
	{"--yes", NULL, "also a file that gives most known cases another day of receipt"},
	{0},
};
static const struct option calendar_add_options[] = {
	{"--start", "START", "next-day (default for days) or same-day"},
	{"--end", "END", "end-of-day (default) or same-clock"},
	{0},
};
static const struct option help_options[] = {
	{"--manual", NULL, "print a manual page in roff: hentractl (default) or hentra.conf"},
	{"--completion", NULL, "print the completion for a shell: bash (default) or zsh"},
	{0},
};

const struct command commands[] = {
	{"init", "", 0, 0, "Write a first configuration and say what to do next",
		"Takes the answers as options, and asks for what is missing when it runs on a "
		"terminal. "
		"Writes hentra.conf with comments and an empty communes.csv; nothing that is there "
		"is "
		"overwritten. With --hotline it also makes the key that signs the events.",
		init_options, true, command_init},
	{"check", "", 0, 0, "Check the configuration and the files it names",
		"Every problem is printed as FILE:LINE: what is wrong and what would be right; "
		"warnings do not hinder the daemon. With --connect hentra signs in to every "
		"portal, "
		"reads one page, prints how the first 3 records were understood, and greets the "
		"mail "
		"relay and pings the webhooks (OPTIONS); nothing is stored and nothing is sent. "
		"systemctl reload asks with --quiet --reload before hentrad does: another store is "
		"an "
		"error then, for a running hentrad keeps the one it has.",
		check_options, false, command_check},
	{"reload", "", 0, 0, "Let the running daemon read its configuration anew",
		"As systemctl reload hentra does, and says what became of it: the new "
		"configuration "
		"comes into force as a whole, or the old one stays and the reason is printed, with "
		"exit code 1. Asked of the daemon itself, so by root or its own user alone.",
		NULL, false, command_reload},
	{"debug", "", 0, 0, "What the running daemon is doing",
		"Which configuration is in force, how far each portal's poll has come and when the "
		"next one is, what the evaluator, each channel and the night's work are at, how "
		"many transfers are under way, and for how long the loop was held. Asked of the "
		"daemon itself, so by root or its own user alone.",
		NULL, false, command_debug},
	{"status", "", 0, 0, "Portals, totals, alerts, outbox and what needs attention",
		"Whether hentrad runs (by the lock that it holds on the store) or when it was "
		"stopped, "
		"each portal with its "
		"last complete poll, the cases, who is not told yet and why (office hours, the "
		"day's "
		"letter, held by an operator), the outbox, and what a person should look at, the "
		"most "
		"pressing first. It fits a screen of 24 lines and 80 columns: what is cut is "
		"counted, "
		"and --all shows it. --json says the same in `daemon` (`daemon_stopped_at`: null "
		"unless "
		"it was stopped cleanly), `portals`, `waiting`, "
		"`outbox` "
		"and "
		"`needs`, and lists all that fits no screen.",
		status_options, false, command_status},
	{"communes", "", 0, 0, "The tally per commune, worst first",
		"Closed cases and receipts cover the current reporting year (15 December to 14 "
		"December) unless --from or --to say otherwise; open cases stand as they are now. "
		"Cases whose unit maps to no commune are counted under `unmapped`.",
		communes_options, false, command_communes},
	{"cases", "", 0, 0, "Cases, worst first",
		"Without --bucket: the open cases, overdue ones first.", cases_options, false,
		command_cases},
	{"explain", "CASE", 1, 1, "One case: how its deadline and verdict came about",
		"Each counted working day or why it was skipped, pauses, the due date as promised "
		"and as first seen, the verdict and its rule, and what the witness saw between "
		"which "
		"polls. Of a long stretch, weeks without a holiday stand in one line that counts "
		"them.",
		explain_options, false, command_explain},
	{"mark", "CASE|COMMUNE SUSPICION|reason|apology", 2, 2,
		"Record an explanation, a reason for lateness or an apology letter",
		"An explained suspicion stays on record and is counted no more, unless the same is "
		"seen again without a doubt; a reason or an "
		"apology is shown wherever the case is. Nothing recorded is ever changed. With a "
		"commune's code it explains what is suspected of the whole unit (silent). A letter "
		"explains no-apology when it was written before the due day.",
		mark_options, true, command_mark},
	{"alerts", "", 0, 0, "Active episodes, since when, what comes next, who was told", NULL,
		alerts_options, false, command_alerts},
	{"alerts test", "", 0, 0, "Send a marked sample by one channel",
		"It goes through the outbox like any other message, and touches no alert.",
		alerts_test_options, true, command_alerts_test},
	{"replay", "", 0, 0, "What would have been told on past days; sends and writes nothing",
		"Folds the facts as they were known then and runs today's rules over them, as if "
		"every message were accepted at once. Nobody knows of anything on the first day; "
		"silences, trial mode and rules that warn are left out.",
		replay_options, false, command_replay},
	{"ack", "EPISODE", 1, 1, "Acknowledge an alert: no reminders, no escalation for a while",
		"Belongs to one episode and ends with it, at its time, or when the worse band is "
		"reached; changes of the band and the closing are told all the same.",
		ack_options, true, command_ack},
	{"silence add", "", 0, 0, "Tell nothing of a commune, field, rule or episode for a while",
		"Shows what it hides. The closing is still told to those who know of the opening, "
		"and what is hidden is told when the silence ends, if it is still so.",
		silence_add_options, true, command_silence_add},
	{"silence list", "", 0, 0, "Silences and acknowledgements in force", NULL,
		silence_list_options, false, command_silence_list},
	{"silence end", "NUMBER", 1, 1, "End a silence or an acknowledgement now", NULL, NULL, true,
		command_silence_end},
	{"arm", "", 0, 0, "Leave trial mode: from now on recipients are told",
		"Until then ([hentra] trial = yes) hentra reads, judges and opens alerts, and "
		"tells "
		"nobody but by one summary to the fixed addresses of the rules' channels. "
		"Afterwards a channel with hours = working waits for office hours; \"hentractl "
		"alerts\" says "
		"until when. With hours = any, and a reload, its letters go at once.",
		arm_options, true, command_arm},
	{"outbox list", "", 0, 0, "Deliveries, newest first", NULL, outbox_list_options, false,
		command_outbox_list},
	{"outbox show", "ID", 1, 1, "One delivery, whole, with the receiver's last answer", NULL,
		NULL, false, command_outbox_show},
	{"outbox retry", "ID", 1, -1, "Try dead or waiting deliveries again now",
		"The delivery keeps its id, so that a receiver that had it already can tell.", NULL,
		true, command_outbox_retry},
	{"outbox drop", "ID", 1, -1, "Give up deliveries; they stay on record", NULL, NULL, true,
		command_outbox_drop},
	{"outbox bounce", "FILE", 1, -1, "Tell of letters that came back to envelope-from",
		"A file is a delivery status notification (RFC 3464) as it lies in that mailbox; - "
		"is "
		"the standard input. The letter's delivery is dead from then on, with the server's "
		"words, and the office is told of an address whose letters come back. So a mail "
		"server can pipe what comes to envelope-from into this command.",
		NULL, true, command_outbox_bounce},
	{"outbox bounced", "", 0, 0, "Addresses whose letters come back for good (5.x.x)",
		"Letters to such an address are still sent, for a mailbox may work again, and "
		"those "
		"that come back are counted; the office is told once. Where letters to every "
		"address "
		"of a commune come back, its alerts go to the ladder's first rung at once, or to "
		"the "
		"office, as if it had no address. That ends when communes.csv names another "
		"address, "
		"or with outbox clear. status, check and alerts name these addresses too.",
		NULL, false, command_outbox_bounced},
	{"outbox clear", "ADDRESS", 1, -1, "Take addresses to receive letters again",
		"A mailbox that was mended. If its letters come back once more, the office is told "
		"once more.",
		NULL, true, command_outbox_clear},
	{"purge", "", 0, 0, "Remove cases closed for longer than the retention; numbers stay",
		"Their paths, as known from day to day, are first added to sums, so that no form "
		"changes, nor one as seen on an earlier day; their "
		"codes are kept as keyed hashes, so that a sweep does not count them again; "
		"suspicions that nobody explained keep their evidence. hentrad does the same "
		"every night.",
		purge_options, true, command_purge},
	{"settle", "CASE gone", 2, 2, "Say what became of a case that the portal lists no more",
		"gone: it counts as withdrawn from the day of settling on. If the portal lists it "
		"again, it is open again. The daemon is asked, or the store is written where none "
		"runs.",
		NULL, true, command_settle},
	{"forget", "CASE", 1, 1, "Remove all that is kept of one case; the totals stay",
		"For a data subject's right. An open case is refused: it is forgotten when it is "
		"closed.",
		NULL, true, command_forget},
	{"backup", "FILE", 1, 1, "Copy the store into a new file while it is in use",
		"The copy is consistent: hentractl audit of it finds what this store's finds.",
		NULL, false, command_backup},
	{"audit", "", 0, 0, "Compare the kept tallies with a refold of all facts",
		"Exit code 1 and one line for each difference; there must be none. Suspicions are "
		"found again too: of cases from their facts, of units from the closing tallies, "
		"and "
		"those of numbers left out are held against a sum of what was written.",
		NULL, false, command_audit},
	{"report ii06", "", 0, 0, "Form II.06a: cases received, resolved and in progress",
		"Judged at the period's last day, with the verdicts that were in force when cases "
		"closed. The form's identities are checked before anything is written: a form that "
		"does not balance is refused with the difference (exit code 1). What is not known, "
		"as "
		"of a period before the first poll, is said below the form. The page of --format "
		"html prints on A4 landscape. Reporting periods run from the 15th to the 14th "
		"unless "
		"--calendar-periods.",
		report_ii06_options, false, command_report_ii06},
	{"report score", "", 0, 0, "The national progress score beside the local on-time rate",
		"Decision 766 counts by the hour, takes the wait for a supplement off, counts a "
		"second supplement request as overdue and judges what is unfinished at the "
		"period's end; form II.06 counts by date what was closed in the period. Both are "
		"shown per commune, with the gap and the sentence of the rule that makes it. "
		"Reporting periods run from the 15th to the 14th unless --calendar-periods. Cases "
		"that are purged by now stay in both counts; --cases cannot name them any more and "
		"says how many they are.",
		report_score_options, false, command_report_score},
	{"report commune", "COMMUNE", 1, 1, "The sheet before a visit: one commune, on paper",
		"This period beside the same days a year before, the trend of 12 months, its "
		"fields, worst first, one-stop and inter-linked cases with their online shares, "
		"the "
		"oldest overdue cases with what was recorded of them, suspicions, and how often it "
		"came to an alert. For whoever visits: it is sent to nobody. As seen on an earlier "
		"day, suspicions and explanations are those of that day; of cases that are purged "
		"by now the numbers are as then, their codes are gone, and what they were "
		"suspected "
		"of is shown as it was known last.",
		report_commune_options, false, command_report_commune},
	{"report field", "", 0, 0, "Every field of the province or of a commune, land first",
		"Receipts and closings of the period, open cases as at its last day, online "
		"shares, "
		"and one-stop cases beside inter-linked ones (procedures.csv says which are).",
		report_field_options, false, command_report_field},
	{"inspect", "", 0, 0,
		"The shortlist for inspection, by rotation and risk, with the reasons",
		"Of the places that are left of this year's share, a part goes to those who have "
		"waited longest, the others to the greatest risk: share overdue, oldest case, "
		"share "
		"late, suspicions, alerts, and a little chance, so that the list cannot be "
		"foretold. "
		"Weights stand in [inspect] and on the list, with the seed that gives the same "
		"list "
		"again. For the province only: hentra never sends it to anybody.",
		inspect_options, false, command_inspect},
	{"inspect done", "COMMUNE DATE", 2, 2, "Record that a commune was inspected on a day", NULL,
		inspect_done_options, true, command_inspect_done},
	{"portal list", "", 0, 0, "The configured portals and their profiles", NULL, NULL, false,
		command_portal_list},
	{"portal try", "NAME", 1, 1, "Read one page and show how it was understood",
		"Signs in, reads one page (or --file) and shows the first records field by field, "
		"what was not understood and what was set aside. Nothing is stored.",
		portal_try_options, false, command_portal_try},
	{"portal accept", "NAME", 1, 1, "Take over what is in doubt of a portal",
		"What would lose or rewrite much of what is known is not taken over (status says "
		"what looks wrong). Accepted, it is with the next reading, which comes at once; "
		"other kinds of doubt are asked about all the same.",
		decide_options, true, command_portal_accept},
	{"portal reject", "NAME", 1, 1, "Refuse what is in doubt of a portal",
		"It goes on being refused and alerts stay frozen; nobody is asked again until the "
		"portal says again what it said before, which ends it.",
		decide_options, true, command_portal_reject},
	{"import", "FILE...", 1, -1, "Read files with cases, each as one poll of a portal",
		"The files are read as the portal's profile says: CSV (UTF-8) with profile csv, "
		"else "
		"a saved page. A file is taken as a whole or not at all; records that cannot be "
		"used "
		"are set aside and counted. One that gives most of the cases that are known "
		"already "
		"another day of receipt is refused without --yes. While hentrad runs, the file is "
		"handed over through "
		"the "
		"portal's drop folder (path), and what became of it is waited for.",
		import_options, true, command_import},
	{"calendar", "[YEAR]", 0, 1, "Days off and worked days with their reasons", NULL, NULL,
		false, command_calendar},
	{"calendar add", "DATE|TIME +N", 2, 2, "The due date N working days after receipt",
		"DATE is YYYY-MM-DD or an RFC 3339 time; +3 is three working days, +8h eight "
		"working "
		"hours, +10d ten calendar days. Prints each day that counted and why others did "
		"not.",
		calendar_add_options, false, command_calendar_add},
	{"help", "[COMMAND]", 0, 2, "Print the usage, or that of one command", NULL, help_options,
		false, command_help},
	{0},
};
