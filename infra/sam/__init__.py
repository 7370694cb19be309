"""`sam local` on one machine: `make sam` for an engineer, and what the tests of it need.

Read it in this order: `start` (what is asked for, and SAM's start), `folder` (what containers see), `entry` (mends what
SAM does otherwise than Lambda), `engine` (Docker). The template is infra/local.yaml.

What is as in Lambda: the artifact, its read-only place, the runtime and its client, limits of time and memory, the log.

What is not, by SAM CLI 1.170:

- Names of request headers come in the case of the wire, not in lower case: `entry` mends it, or no reader would get a
  304. Cookies stand among the headers as well, and the user agent in the event's context is made up.
- The path is decoded, `%2F` included, as an HTTP API does it and a Function URL does not. What is no UTF-8 comes as
  U+FFFD and answers 400. The query comes as on the wire.
- GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS reach the function. Others get SAM's own 403, not the function's 405.
- An answer without a Content-Type gets `application/json`: redirects and 304. `Server` and `Date` are Flask's, and each
  answer closes its connection.
- There is no edge: nothing is kept, no address is mended before the function, the reader sees `Cache-Tag`.
- Pictures are the bucket's affair and not served; stories are copied when it starts.
- One container answers one request after the other, and SAM may keep an answer back for up to a second, until it has
  seen the end of its log: on a busy machine it often does.
- No SnapStart; a cold start is that of this machine, and the REPORT line's Init Duration means nothing.
- The container's user is root, its credentials are made up, and its role is nobody's.
- SAM asks PyPI once a week whether it is the newest. It asks AWS nothing, since `make sam` keeps accounts from it.
"""
