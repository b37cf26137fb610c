#!/usr/bin/env python3
"""An IAM endpoint on 127.0.0.1 for the real AWS client: GetCredentialReport in the query protocol.

usage: endpoint.py REPORT PORTFILE   (answers with the report's bytes until standard input ends)

The port is written to PORTFILE when it listens. Where REPORT does not exist, the answer is the
error ReportNotPresent, and GenerateCredentialReport says STARTED.
"""

import base64
import http.server
import os
import sys
import threading
import urllib.parse

TIME = "2026-09-11T13:15:19Z"
ANSWER = """<{0}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
  <{0}Result>
{1}  </{0}Result>
  <ResponseMetadata><RequestId>7a62c49f-347e-4fc4-9331-6e8eEXAMPLE</RequestId></ResponseMetadata>
</{0}Response>
"""
ERROR = """<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
  <Error><Type>Sender</Type><Code>{0}</Code><Message>{1}</Message></Error>
  <RequestId>7a62c49f-347e-4fc4-9331-6e8eEXAMPLE</RequestId>
</ErrorResponse>
"""


def members(**values):
    return "".join("    <%s>%s</%s>\n" % (k, v, k) for k, v in values.items())


def answer(action, path):
    """(HTTP status, XML)"""
    if action == "GenerateCredentialReport":
        return 200, ANSWER.format(action, members(
            State="STARTED",
            Description="No report exists. Starting a new report generation task"))
    if action != "GetCredentialReport":
        return 400, ERROR.format("InvalidAction", "no such action here: " + action)
    if not os.path.exists(path):
        return 410, ERROR.format("ReportNotPresent", "No report is present.")
    with open(path, "rb") as f:
        content = base64.b64encode(f.read()).decode()
    return 200, ANSWER.format(action, members(Content=content, ReportFormat="text/csv",
                                              GeneratedTime=TIME))


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):  # the name that http.server looks for
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        action = urllib.parse.parse_qs(body).get("Action", [""])[0]
        status, xml = answer(action, sys.argv[1])
        self.send_response(status)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(xml)))
        self.end_headers()
        self.wfile.write(xml.encode())

    def log_message(self, *_):
        pass


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with open(sys.argv[2] + ".new", "w", encoding="ascii") as f:
        print(server.server_address[1], file=f)
    os.rename(sys.argv[2] + ".new", sys.argv[2])
    sys.stdin.read()
    server.shutdown()


if __name__ == "__main__":
    main()
