// Verifies and parses kept events as a receiver would, with the libraries receivers use.
//   node verify.js SCHEMA SECRET[,SECRET] EVENT.json …   (EVENT.headers holds the headers beside it)
// While secrets rotate, a receiver that knows either of them must accept the event.
"use strict";
const fs = require("fs");
const standard = require("standardwebhooks");
const svix = require("svix");
const { HTTP } = require("cloudevents");
const Ajv = require("ajv/dist/2020");

const [schema, secrets, ...files] = process.argv.slice(2);
const ajv = new Ajv({ allErrors: true });
require("ajv-formats")(ajv);
const follows = ajv.compile(JSON.parse(fs.readFileSync(schema, "utf8")));
const readers = secrets.split(",").flatMap((secret) =>
	[new standard.Webhook(secret), new svix.Webhook(secret)]);
const seen = [];
for (const file of files) {
	const body = fs.readFileSync(file, "utf8");
	const headers = {};
	const kept = JSON.parse(fs.readFileSync(file.replace(/\.json$/, ".headers"), "utf8"));
	for (const [name, value] of Object.entries(kept))
		headers[name.toLowerCase()] = value;
	for (const reader of readers) {
		reader.verify(body, headers); // throws when the signature or the timestamp is wrong
		let refused = 0;
		for (const [changed, with_headers] of [[`${body} `, headers],
			[body, { ...headers, "webhook-id": "another" }],
			[body, { ...headers, "webhook-timestamp": "1" }]]) {
			try {
				reader.verify(changed, with_headers);
			} catch (error) {
				refused++;
			}
		}
		if (refused !== 3)
			throw new Error(`${file}: what was changed passes verification`);
	}
	const event = HTTP.toEvent({ headers, body });
	event.validate();
	if (!event.id || !event.source || !event.type || !event.subject || !event.time)
		throw new Error(`${file}: an attribute is empty`);
	if (!follows(JSON.parse(body)))
		throw new Error(`${file}: against the schema: ${ajv.errorsText(follows.errors)}`);
	seen.push({ id: event.id, type: event.type, subject: event.subject, data: event.data });
}
console.log(JSON.stringify(seen));
