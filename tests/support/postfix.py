"""A real Postfix of its own: own configuration, queue, data folder and port; mail for any address
under the domain `example` ends in Maildir folders below the given folder."""

import glob
import os
import pwd
import shutil
import socket
import subprocess
import time

from support.ports import free_port
from support.scene import need, skip

MASTER = """\
{port}    inet  n  -  n  -  -  smtpd
cleanup   unix  n  -  n  -  0  cleanup
qmgr      unix  n  -  n  300 1 qmgr
rewrite   unix  -  -  n  -  -  trivial-rewrite
bounce    unix  -  -  n  -  0  bounce
defer     unix  -  -  n  -  0  bounce
trace     unix  -  -  n  -  0  bounce
verify    unix  -  -  n  -  1  verify
error     unix  -  -  n  -  -  error
retry     unix  -  -  n  -  -  error
virtual   unix  -  n  n  -  -  virtual
smtp      unix  -  -  n  -  -  smtp
anvil     unix  -  -  n  -  1  anvil
scache    unix  -  -  n  -  1  scache
proxymap  unix  -  -  n  -  -  proxymap
showq     unix  n  -  n  -  -  showq
tlsmgr    unix  -  -  n  1000? 1 tlsmgr
postlog   unix-dgram n - n - 1 postlogd
"""

MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
mail_owner = postfix
setgid_group = postdrop
myhostname = relay.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
notify_classes =
alias_maps =
alias_database =
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = {restrictions}
virtual_mailbox_domains = static:all
virtual_transport = virtual
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = {maps}
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
"""


# STARTTLS and signing in first; nobody is trusted for where they come from. Passwords stand in a file
# of Cyrus SASL's own, so that no further server is needed.
SUBMISSION = """\
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = cyrus
smtpd_sasl_path = smtpd
smtpd_sasl_local_domain = relay.test
cyrus_sasl_config_path = {folder}/etc/sasl
smtpd_tls_loglevel = 1
smtpd_tls_auth_only = yes
smtpd_client_restrictions = permit_sasl_authenticated, reject
smtpd_relay_restrictions = permit_sasl_authenticated, reject
"""
SASL = """\
pwcheck_method: auxprop
auxprop_plugin: sasldb
sasldb_path: {folder}/etc/sasldb2
mech_list: PLAIN LOGIN
"""


def submission(folder, certificate, key, user, password):
    """Lines for `main` of a Postfix in this folder that asks for STARTTLS and this user's password."""
    (saslpasswd,) = need("saslpasswd2")
    if not glob.glob("/usr/lib/*/sasl2/libplain.so"):
        skip("libsasl2-modules is not installed")
    (folder / "etc/sasl").mkdir(parents=True, exist_ok=True)
    (folder / "etc/sasl/smtpd.conf").write_text(SASL.format(folder=folder))
    subprocess.run([saslpasswd, "-p", "-c", "-f", folder / "etc/sasldb2", "-u", "relay.test", user],
                   input=password, text=True, check=True)
    shutil.chown(folder / "etc/sasldb2", "postfix")
    return SUBMISSION.format(folder=folder, certificate=certificate, key=key)


class Postfix:
    """maildirs: address -> folder name; restrictions: what stands before permit_mynetworks; main:
    further lines of main.cf."""

    def __init__(self, folder, maildirs, restrictions="", main=""):
        (self.command,) = need("postfix")
        if os.geteuid() != 0:
            skip("a Postfix of one's own needs root")
        self.folder, self.port = folder, free_port()
        self.address = f"smtp://127.0.0.1:{self.port}"
        owner = pwd.getpwnam("postfix")
        for name in ("", "queue", "data", "mail", "etc"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        for name in ("data", "mail"):
            os.chown(folder / name, owner.pw_uid, owner.pw_gid)
        maps = folder / "etc/maildirs"
        maps.write_text("".join(f"{address} {name}/\n" for address, name in maildirs.items()))
        asked = f"{restrictions}, permit_mynetworks, reject".lstrip(", ")
        lines = MAIN.format(folder=folder, uid=owner.pw_uid, gid=owner.pw_gid,
                            maps=f"texthash:{maps}", restrictions=asked).splitlines()
        own = {line.split("=")[0].strip() for line in main.splitlines()}
        kept = [line for line in lines if line.split("=")[0].strip() not in own]
        (folder / "etc/main.cf").write_text("\n".join(kept) + "\n" + main)
        (folder / "etc/master.cf").write_text(MASTER.format(port=f"127.0.0.1:{self.port}"))

    def start(self, seconds=20):
        done = subprocess.run([self.command, "-c", self.folder / "etc", "start"],
                              capture_output=True, text=True, check=False)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1) as client:
                    if client.recv(4).startswith(b"220"):
                        return self
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"Postfix does not greet: {done.stderr}\n{self.log()}")

    def stop(self):
        subprocess.run([self.command, "-c", self.folder / "etc", "stop"], capture_output=True,
                       check=False)

    def reload(self):
        subprocess.run([self.command, "-c", self.folder / "etc", "reload"], capture_output=True,
                       check=True)

    def log(self):
        path = self.folder / "mail.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def maildir(self, name):
        """Files of delivered letters, oldest first."""
        return sorted((self.folder / "mail" / name / "new").glob("*"))

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, error, trace):
        if error:
            print(self.log()[-4000:])
        self.stop()
