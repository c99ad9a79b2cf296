"""Asking the page of a running daemon."""

import http.client


def ask(port, path, method="GET", body=None, host="127.0.0.1", **headers):
    connection = http.client.HTTPConnection(host, port, timeout=30)
    if body is not None:
        headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    answer.text = answer.read().decode()
    connection.close()
    return answer


def listens(port):
    try:
        return ask(port, "/healthz").status in (200, 503)
    except OSError:
        return False
