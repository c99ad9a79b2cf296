"""Signing in as the systems do it: an OAuth2 token endpoint (RFC 6749, client_credentials and
password), the login of Thanh Hoá, that of the national dialect, and a form that sets a cookie.
Tokens end after their lifetime, or all at once when revoked."""

import base64
import json
import secrets
import threading
import time
from urllib.parse import parse_qsl, unquote

PATHS = {"/oauth2/token", "/api/tokens", "/mapi/login", "/login"}


class Tokens:
    def __init__(self, kind):
        """kind: oauth2:ID:SECRET[:SECONDS[:USER:PASSWORD]], session:USER:PASSWORD[:SECONDS] or
        cookie:USER:PASSWORD[:SECONDS]; anything else: nobody signs in here."""
        self.kind, _, rest = kind.partition(":")
        self.parts = rest.split(":")
        self.lock, self.live, self.issued = threading.Lock(), {}, []
        at = 2 if len(self.parts) > 2 else None
        self.seconds = float(self.parts[at]) if at and self.parts[at] else 300.0

    def issue(self):
        token = secrets.token_urlsafe(24)
        with self.lock:
            self.live[token] = time.monotonic() + self.seconds
            self.issued.append(token)
        return token

    def valid(self, token):
        with self.lock:
            return self.live.get(token, 0) > time.monotonic()

    def revoke(self):
        with self.lock:
            self.live.clear()

    # --- the endpoints: (status, object, headers) -------------------------------------------------

    def client_of(self, form, headers):
        given = headers.get("Authorization") or ""
        if given.startswith("Basic "):
            pair = base64.b64decode(given[6:]).decode().partition(":")
            return unquote(pair[0]), unquote(pair[2])
        return form.get("client_id"), form.get("client_secret")

    def oauth2(self, body, headers):
        form = dict(parse_qsl(body.decode()))
        if self.client_of(form, headers) != tuple(self.parts[:2]):
            return 401, {"error": "invalid_client"}, []
        grant = form.get("grant_type")
        if grant == "password":
            if [form.get("username"), form.get("password")] != self.parts[3:5]:
                return 400, {"error": "invalid_grant"}, []
        elif grant != "client_credentials":
            return 400, {"error": "unsupported_grant_type"}, []
        return 200, {"access_token": self.issue(), "token_type": "Bearer",
                     "expires_in": int(self.seconds)}, []

    def login(self, path, body):
        if path == "/login":
            said = dict(parse_qsl(body.decode()))
        else:
            said = json.loads(body or b"{}")
        pair = [said.get("userName") or said.get("username"), said.get("password")]
        if pair != self.parts[:2]:
            if path == "/mapi/login":
                return 200, {"error_code": -1, "result": "FAIL", "session": None}, []
            return 401, {"message": "Sai tài khoản hoặc mật khẩu"}, []
        token = self.issue()
        if path == "/mapi/login":
            return 200, {"error_code": "0", "result": "OK", "session": token}, []
        if path == "/login":
            return 200, {"ok": True}, [("Set-Cookie", f"JSESSIONID={token}; Path=/; HttpOnly")]
        return 200, {"token": token, "refreshToken": "r", "refreshTokenExpiryTime": "2099-01-01"}, []

    def answer(self, path, body, headers):
        try:
            return self.oauth2(body, headers) if path == "/oauth2/token" else self.login(path, body)
        except ValueError:
            return 400, {"error": "invalid_request"}, []

    def signed_in(self, headers, asked):
        if self.kind == "cookie":
            cookie = headers.get("Cookie") or ""
            return any(self.valid(part.partition("=")[2]) for part in cookie.split("; "))
        if self.kind in ("oauth2", "session"):
            bearer = (headers.get("Authorization") or "").removeprefix("Bearer ")
            return self.valid(bearer) or self.valid(asked.get("session", ""))
        return True
