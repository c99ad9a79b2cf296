"""Certificates for tests, by the openssl command: an authority, and what it signs."""

import subprocess

from support.scene import need


class Authority:
    def __init__(self, folder, name="Test CA"):
        (self.openssl,) = need("openssl")
        self.folder, self.name = folder, name.replace(" ", "-")
        folder.mkdir(parents=True, exist_ok=True)
        self.key, self.certificate = self.path("key"), self.path("pem")
        self.run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj",
                 f"/CN={name}", "-keyout", self.key, "-out", self.certificate)

    def path(self, ending, name=None):
        return self.folder / f"{name or self.name}.{ending}"

    def run(self, *arguments):
        subprocess.run([self.openssl, *map(str, arguments)], check=True, capture_output=True)

    def sign(self, name, names="DNS:localhost,IP:127.0.0.1", days=30):
        """(certificate, key) of a server or client; negative days: it has expired."""
        certificate, key = self.path("pem", name), self.path("key", name)
        request, extensions = self.path("csr", name), self.path("ext", name)
        self.run("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-keyout", key,
                 "-out", request)
        extensions.write_text(f"subjectAltName = {names}\n")
        self.run("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self.key,
                 "-CAcreateserial", "-days", days, "-extfile", extensions, "-out", certificate)
        key.chmod(0o600)
        return certificate, key
