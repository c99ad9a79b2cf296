/* The stories of test_stories.c: story i happens in commune 22000 + i. 2026: Tết 14–22 February,
 * Hùng kings 27 April, 30 April and 1 May, 31 August to 2 September, 24 November. Offices open
 * 07:00–11:30 and 13:30–17:00. */
static const struct story stories[] = {
	{"a breach that lasts is told, reminded of, escalated and closed",
		{{"03-02 08:00", COUNT, 12}, {"03-18 09:00", COUNT, 3}},
		"03-02 14:00 opened 0@c.vn\n"
		"03-04 14:00 reminder 0@c.vn\n"
		"03-05 14:00 opened office@p.vn\n"
		"03-09 14:00 reminder office@p.vn\n"
		"03-11 14:00 reminder 0@c.vn\n"
		"03-16 14:00 reminder office@p.vn\n"
		"03-18 15:00 closed 0@c.vn\n"
		"03-18 15:00 closed office@p.vn\n"},
	{"a breach that goes away within `for` leaves no trace",
		{{"03-02 08:00", COUNT, 12}, {"03-02 10:00", COUNT, 9}}, ""},
	{"a breach on Friday afternoon is told on Monday",
		{{"03-06 15:00", COUNT, 12}, {"03-09 15:00", COUNT, 0}},
		"03-09 09:00 opened 2@c.vn\n"
		"03-10 09:00 closed 2@c.vn\n"},
	{"Tết does not count", {{"02-13 14:00", COUNT, 12}, {"02-25 08:00", COUNT, 0}},
		"02-23 08:00 opened 3@c.vn\n"
		"02-25 08:00 reminder 3@c.vn\n"
		"02-25 14:00 closed 3@c.vn\n"},
	{"hovering between the levels is silent after the opening",
		{{"03-02 08:00", COUNT, 12}, {"03-03 08:00", COUNT, 7}, {"03-03 10:00", COUNT, 11},
			{"03-03 14:00", COUNT, 6}, {"03-03 16:00", COUNT, 2}},
		"03-02 14:00 opened 4@c.vn\n"
		"03-04 10:00 closed 4@c.vn\n"},
	{"a dip within keep-firing closes nothing",
		{{"03-02 08:00", COUNT, 12}, {"03-03 08:00", COUNT, 2}, {"03-03 10:00", COUNT, 12},
			{"03-04 08:00", COUNT, 0}},
		"03-02 14:00 opened 5@c.vn\n"
		"03-04 14:00 closed 5@c.vn\n"},
	{"worse is told at once, better after keep-firing",
		{{"03-02 08:00", COUNT, 12}, {"03-03 09:00", COUNT, 35}, {"03-03 15:00", COUNT, 20},
			{"03-04 16:00", COUNT, 0}},
		"03-02 14:00 opened 6@c.vn\n"
		"03-03 09:00 raised 6@c.vn\n"
		"03-04 09:00 lowered 6@c.vn\n"
		"03-05 10:00 closed 6@c.vn\n"},
	{"worse in the night is told in the morning, better after keep-firing",
		{{"03-02 08:00", COUNT, 12}, {"03-02 18:00", COUNT, 35}, {"03-02 20:00", COUNT, 20},
			{"03-04 08:00", COUNT, 0}},
		"03-02 14:00 opened 7@c.vn\n"
		"03-03 07:00 raised 7@c.vn\n"
		"03-03 11:00 lowered 7@c.vn\n"
		"03-04 14:00 closed 7@c.vn\n"},
	{"an acknowledgement stops reminders and the ladder",
		{{"03-02 08:00", COUNT, 12}, {"03-03 08:00", ACK, 0, "03-10 08:00"},
			{"03-12 09:00", COUNT, 0}},
		"03-02 14:00 opened 8@c.vn\n"
		"03-10 08:00 reminder 8@c.vn\n"
		"03-10 08:00 opened office@p.vn\n"
		"03-12 08:00 reminder office@p.vn\n"
		"03-12 15:00 closed 8@c.vn\n"
		"03-12 15:00 closed office@p.vn\n"},
	{"acknowledged, then worse: it is told and the ladder goes on",
		{{"03-02 08:00", COUNT, 12}, {"03-03 08:00", ACK, 0, "03-10 08:00"},
			{"03-04 09:00", COUNT, 35}, {"03-10 09:00", COUNT, 0}},
		"03-02 14:00 opened 9@c.vn\n"
		"03-04 09:00 raised 9@c.vn\n"
		"03-05 14:00 opened office@p.vn\n"
		"03-06 09:00 reminder 9@c.vn\n"
		"03-09 14:00 reminder office@p.vn\n"
		"03-10 15:00 closed 9@c.vn\n"
		"03-10 15:00 closed office@p.vn\n"},
	{"what a silence hid is told when it ends",
		{{"03-02 08:00", SILENCE, 0, "03-06 10:00"}, {"03-03 08:00", COUNT, 12},
			{"03-09 08:00", COUNT, 0}},
		"03-06 10:00 opened 10@c.vn\n"
		"03-06 14:00 opened office@p.vn\n"
		"03-09 14:00 closed 10@c.vn\n"
		"03-09 14:00 closed office@p.vn\n"},
	{"what came and went under a silence is never told",
		{{"03-02 08:00", SILENCE, 0, "03-06 10:00"}, {"03-03 08:00", COUNT, 12},
			{"03-05 08:00", COUNT, 0}},
		""},
	{"a closing goes through a silence to who was told",
		{{"03-02 08:00", COUNT, 12}, {"03-03 08:00", SILENCE, 0, "03-10 10:00"},
			{"03-04 08:00", COUNT, 0}},
		"03-02 14:00 opened 12@c.vn\n"
		"03-04 14:00 closed 12@c.vn\n"},
	{"a chair without address: the office is told at once",
		{{"04-01 08:00", ADDRESS, 0, ""}, {"04-02 08:00", COUNT, 12},
			{"04-03 08:00", COUNT, 0}, {"04-06 08:00", ADDRESS, 0, "13@c.vn"}},
		"04-02 14:00 opened office@p.vn\n"
		"04-03 14:00 closed office@p.vn\n"},
	{"several addresses of a commune are each told, and one bad one delays none",
		{{"04-06 10:00", ADDRESS, 0, "a@c.vn b@c.vn"}, {"04-06 10:00", REFUSE, 0, "b@c.vn"},
			{"04-07 08:00", COUNT, 12}, {"04-08 14:00", COUNT, 0},
			{"04-10 08:00", REFUSE, 0, NULL}},
		"04-07 14:00 opened a@c.vn\n"
		"04-09 08:00 closed a@c.vn\n"},
	{"an address that changes mid-episode: the new one hears the opening, the old one the end",
		{{"04-13 08:00", COUNT, 12}, {"04-14 08:00", ADDRESS, 0, "new@c.vn"},
			{"04-15 08:00", COUNT, 0}},
		"04-13 14:00 opened 15@c.vn\n"
		"04-14 08:00 opened new@c.vn\n"
		"04-15 14:00 closed 15@c.vn\n"
		"04-15 14:00 closed new@c.vn\n"},
	{"a commune merged mid-episode: its chair hears of the end",
		{{"05-04 08:00", COUNT, 12}, {"05-05 08:00", LEAVES, 0, "2026-05-05"}},
		"05-04 14:00 opened 16@c.vn\n"
		"05-06 14:00 closed 16@c.vn\n"},
	{"the portal down over a weekend: nothing fires, clears or is reminded of",
		{{"05-14 08:00", COUNT, 12}, {"05-15 14:00", PORTAL, 1}, {"05-15 15:00", COUNT, 0},
			{"05-18 10:00", PORTAL, 0}},
		"05-14 14:00 opened 17@c.vn\n"
		"05-18 16:00 closed 17@c.vn\n"},
	{"the relay down over the opening: told when it is back, with what is so then",
		{{"06-01 08:00", RELAY, 1}, {"06-01 08:00", COUNT, 12}, {"06-02 08:00", COUNT, 35},
			{"06-02 10:00", RELAY, 0}, {"06-03 08:00", COUNT, 0}},
		"06-02 11:00 opened 18@c.vn\n"
		"06-03 14:00 closed 18@c.vn\n"},
	{"opened and closed while the relay was down: nothing is told",
		{{"06-08 08:00", RELAY, 1}, {"06-08 08:00", COUNT, 12}, {"06-09 08:00", COUNT, 0},
			{"06-10 10:00", RELAY, 0}},
		""},
	{"what would close overnight closes in the morning",
		{{"06-15 08:00", COUNT, 12}, {"06-16 15:00", COUNT, 0}},
		"06-15 14:00 opened 20@c.vn\n"
		"06-17 09:00 closed 20@c.vn\n"},
	{"closed and open again is a new episode",
		{{"06-15 08:00", COUNT, 12}, {"06-16 08:00", COUNT, 0}, {"06-18 08:00", COUNT, 12},
			{"06-19 08:00", COUNT, 0}},
		"06-15 14:00 opened 21@c.vn\n"
		"06-16 14:00 closed 21@c.vn\n"
		"06-18 14:00 opened 21@c.vn\n"
		"06-19 14:00 closed 21@c.vn\n"},
	{"the ladder is climbed past a holiday",
		{{"08-27 08:00", COUNT, 12}, {"09-04 08:00", COUNT, 0}},
		"08-27 14:00 opened 22@c.vn\n"
		"09-03 14:00 reminder 22@c.vn\n"
		"09-04 14:00 closed 22@c.vn\n"},
	{"letters to the only address come back: the office is told instead, until it takes them "
	 "again",
		{{"09-07 08:00", COUNT, 12}, {"09-07 15:00", RETURNED, 1, "23@c.vn"},
			{"09-08 08:00", RETURNED, 0, "23@c.vn"}, {"09-08 15:00", COUNT, 0}},
		"09-07 14:00 opened 23@c.vn\n"
		"09-07 15:00 opened office@p.vn\n"
		/* the opening never arrived: its end is no news there */
		"09-09 09:00 closed office@p.vn\n"},
	{"a commune where nothing happens hears nothing", {{0}}, ""},
};
