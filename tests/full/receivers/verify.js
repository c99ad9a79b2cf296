// Verifies and parses kept events as a receiver would, with the libraries receivers use.
//   node verify.js SCHEMA SECRET EVENT.json …   (EVENT.headers holds the headers beside it)
"use strict";
const fs = require("fs");
const { Webhook } = require("standardwebhooks");
const { HTTP } = require("cloudevents");
const Ajv = require("ajv/dist/2020");

const [schema, secret, ...files] = process.argv.slice(2);
const ajv = new Ajv({ allErrors: true });
require("ajv-formats")(ajv);
const follows = ajv.compile(JSON.parse(fs.readFileSync(schema, "utf8")));
const webhook = new Webhook(secret);
const seen = [];
for (const file of files) {
	const body = fs.readFileSync(file, "utf8");
	const headers = {};
	const kept = JSON.parse(fs.readFileSync(file.replace(/\.json$/, ".headers"), "utf8"));
	for (const [name, value] of Object.entries(kept))
		headers[name.toLowerCase()] = value;
	webhook.verify(body, headers); // throws when the signature or the timestamp is wrong
	let refused = false;
	try {
		webhook.verify(body.replace("22954", "22955") + " ", headers);
	} catch (error) {
		refused = true;
	}
	if (!refused)
		throw new Error(`${file}: a changed body passes verification`);
	const event = HTTP.toEvent({ headers, body });
	event.validate();
	if (!event.id || !event.source || !event.type || !event.subject || !event.time)
		throw new Error(`${file}: an attribute is empty`);
	if (!follows(JSON.parse(body)))
		throw new Error(`${file}: against the schema: ${ajv.errorsText(follows.errors)}`);
	seen.push({ id: event.id, type: event.type, subject: event.subject, data: event.data });
}
console.log(JSON.stringify(seen));
