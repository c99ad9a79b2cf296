// A real OAuth2 server (npm oidc-provider) and, behind it, an API that takes its tokens:
//
//   node server.js PORTAL CONFIGURATION
//
// CONFIGURATION is JSON: {"seconds": 5, "clients": [{id, secret, grants, by}], "user", "password"}.
// /oidc/… is the server; everything else needs a live token and is handed on to PORTAL. Prints its
// address on the first line. /seen tells what happened, POST /revoke ends every token.
import http from 'node:http';
import {readFileSync} from 'node:fs';
import Provider, {errors} from 'oidc-provider';

const [portal, file] = process.argv.slice(2);
const wanted = JSON.parse(readFileSync(file));
const seen = {tokens: [], refused: [], served: 0, live: new Set()};
const server = http.createServer(answer);
server.listen(0, '127.0.0.1');
await new Promise(resolve => server.once('listening', resolve));
const address = `http://127.0.0.1:${server.address().port}`;

const client = ({id, secret, grants, by}) => ({
	client_id: id, client_secret: secret, grant_types: grants, redirect_uris: [], response_types: [],
	scope: 'dossiers', token_endpoint_auth_method: by || 'client_secret_basic',
});
const provider = new Provider(`${address}/oidc`, {
	clients: wanted.clients.map(client),
	features: {clientCredentials: {enabled: true}, devInteractions: {enabled: false}},
	scopes: ['dossiers'],
	ttl: {ClientCredentials: wanted.seconds, AccessToken: wanted.seconds},
	issueRefreshToken: () => false,
	cookies: {keys: ['only a test']},
	clientBasedCORS: () => false,
});
// The server leaves this grant to whoever still needs it (RFC 6749, 4.3).
provider.registerGrantType('password', async (ctx, next) => {
	const {client: asking, params: {username, password}} = ctx.oidc;
	if (username !== wanted.user || password !== wanted.password)
		throw new errors.InvalidGrant('no such user, or another password');
	const grant = new provider.Grant({accountId: username, clientId: asking.clientId});
	const token = new provider.AccessToken({accountId: username, client: asking, gty: 'password',
		grantId: await grant.save()});
	ctx.body = {access_token: await token.save(), expires_in: token.expiration,
		token_type: 'Bearer'};
	await next();
}, ['username', 'password', 'scope']);
provider.on('grant.success', ctx =>
	seen.tokens.push({at: Date.now() / 1000, client: ctx.oidc.client.clientId,
		grant: ctx.oidc.params.grant_type}));
provider.on('grant.error', (ctx, error) =>
	seen.refused.push({at: Date.now() / 1000, error: error.message}));
for (const kind of ['client_credentials', 'access_token'])
	provider.on(`${kind}.saved`, token => seen.live.add(token));
const oidc = provider.callback();

async function holder(header) {
	const text = /^Bearer (\S+)$/.exec(header || '')?.[1];
	const token = text && (await provider.ClientCredentials.find(text) ||
		await provider.AccessToken.find(text));
	return token && token.isValid;
}

async function answer(request, response) {
	if (request.url.startsWith('/oidc/')) {
		request.originalUrl = request.url;
		request.url = request.url.slice(5);
		return oidc(request, response);
	}
	if (request.url === '/seen')
		return response.end(JSON.stringify({...seen, live: seen.live.size}));
	if (request.url === '/revoke') {
		await Promise.all([...seen.live].map(token => token.destroy()));
		seen.live.clear();
		return response.end('{}');
	}
	if (!await holder(request.headers.authorization)) {
		seen.refused.push({at: Date.now() / 1000, error: 'token'});
		response.writeHead(401, {'WWW-Authenticate': 'Bearer error="invalid_token"'});
		return response.end('{"error": "invalid_token"}');
	}
	seen.served++;
	const onward = http.request(portal + request.url, {method: request.method,
		headers: request.headers}, back => {
		response.writeHead(back.statusCode, back.headers);
		back.pipe(response);
	});
	request.pipe(onward);
}

console.log(address);
