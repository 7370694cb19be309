# The edge on this machine: Varnish 7.1 that behaves as the distribution of infra/template.yaml does.
#
# varnish.py fills in ports and time-outs. Read it in the order of a request: recv, hash, hit or miss, the fetch, deliver.
#
# What is the same
#   key         the path and the AMP flag; no host, no cookie, no header, no other query
#   methods     405 for all but GET and HEAD, which share one copy
#   lifetimes   s-maxage, stale-while-revalidate and stale-if-error of the origin, to the second
#   failures    a 5xx, a refused connection or a time-out is remembered for a second, and never takes a copy's place
#   collapsing  one request to the origin for however many readers wait, also while the origin fails or hangs
#   tags        the origin's Cache-Tag, split at commas, in any case; a purge forgets; readers never see the tags
#
# What is not
#   viewer_request.js  Varnish runs no JavaScript. What it says of methods, queries and plain paths is said here again;
#               a path with a percent sign goes to the origin as it came: the same answer, by more keys than there
#   one cache   CloudFront has hundreds of places with regional tiers behind, and asks the origin once for each
#               (once in all with the origin shield); it also keeps one copy an encoding, here gzip serves all
#   purges      are instant here, and tell how many copies went; CloudFront's need some seconds and tell nothing
#   failures    are 503 here; CloudFront says 502 where nobody listens and 504 where nobody answers
#   streaming   an answer is given when it is here whole, so that one that breaks off is a failure; CloudFront passes it
#               on as it comes (our origin, a Lambda that is not streaming, has it whole before its first byte)
#   TLS, HTTP/2 and 3, brotli, HSTS, access control, logs: none
#   /media/     lies in the same folder and is passed on here; the distribution has a place of its own for it
vcl 4.1;

import std;
import vsthrottle; # a counter a key; here it remembers for a second which page could not be fetched
import xkey;

backend origin {
	.host = "127.0.0.1";
	.port = "@{origin_port}";
	.connect_timeout = @{connect_seconds}s;
	.first_byte_timeout = @{read_seconds}s;
	.between_bytes_timeout = @{read_seconds}s;
}

acl operators {
	"127.0.0.1";
	"::1";
}

# A request has up to three turns. The first takes a copy while it may be shown; where that is too old it is asked for
# and waited for ("wait"); and where that fails, the old copy is shown after all ("stale").
sub vcl_recv {
	if (req.restarts == 0) {
		unset req.http.X-Turn; # ours, whatever a reader sent
		unset req.http.X-Purged;
		call viewer_request;
	}
	if (req.http.X-Turn == "wait") {
		set req.grace = 0s;
	} else {
		set req.grace = 365d; # in effect that of the copy, which is the shorter
	}
	return (hash);
}

sub viewer_request {
	if (req.method == "PURGE") {
		call purge_tags;
	}
	if (req.method != "GET" && req.method != "HEAD") {
		return (synth(405));
	}
	unset req.http.Cookie;
	unset req.http.Authorization;
	set req.http.X-Query = regsub(req.url, "^[^?]*\??", "");
	set req.url = regsub(req.url, "\?.*$", "");
	if (req.url ~ "^/media/") {
		return (hash);
	}
	call amp_flag;
	call one_address;
	if (req.http.X-Flag) {
		set req.url = req.url + "?amp=" + req.http.X-Flag;
	}
}

sub purge_tags {
	if (client.ip !~ operators) {
		return (synth(403));
	}
	if (!req.http.Cache-Tag) {
		return (synth(400));
	}
	set req.http.X-Purged = xkey.purge(regsuball(std.tolower(req.http.Cache-Tag), "[,\s]+", " "));
	return (synth(200));
}

sub amp_flag {
	unset req.http.X-Flag;
	if (req.http.X-Query ~ "(?i)(^|&)(amp(=(1|true)?)?|outputtype=amp)(&|$)") {
		set req.http.X-Flag = "1";
	} else if (req.http.X-Query ~ "(?i)(^|&)(amp|outputtype)(=|&|$)") {
		set req.http.X-Flag = "0";
	}
}

# 301 from another spelling of a plain path; any other path is for the origin to judge.
sub one_address {
	if (req.url !~ "^(?=.{1,3072}$)(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+/?$") {
		return;
	}
	set req.http.X-Lower = regsub(std.tolower(req.url), "/$", "");
	set req.http.X-There = regsub(regsub(req.http.X-Lower, "^(/amp)+(?=/)", ""), "(/amp|\.amp)+$", "");
	if (req.http.X-There == "") {
		return;
	}
	if (req.http.X-There != req.http.X-Lower || req.http.X-Flag == "1") {
		set req.http.X-There = "/amp" + req.http.X-There;
	}
	if (req.http.X-There ~ "^.{1,3072}$" && (req.http.X-There != req.url || req.http.X-Flag)) {
		return (synth(301));
	}
}

sub vcl_hash {
	hash_data(req.url);
	return (lookup);
}

sub vcl_hit {
	if (obj.ttl + std.duration(obj.http.X-Revalidate, 0s) >= 0s) {
		if (obj.ttl < 0s && vsthrottle.remaining("failed:" + req.url, 1, 1s) < 1) {
			set req.http.X-Turn = "stale"; # shown as it is; the fetch that Varnish starts behind it ends at once
		}
		return (deliver);
	}
	if (req.http.X-Turn == "stale" || vsthrottle.remaining("failed:" + req.url, 1, 1s) < 1) {
		set req.http.X-Turn = "stale";
		return (deliver);
	}
	set req.http.X-Turn = "wait";
	return (restart);
}

sub vcl_miss {
	if (req.http.X-Turn == "stale") {
		return (synth(503)); # the copy's time has ended meanwhile
	}
	# Whoever waited for a fetch that failed is woken here: to fetch in turn would be a queue of time-outs.
	if (req.http.X-Turn == "wait" && vsthrottle.remaining("failed:" + req.url, 1, 1s) < 1) {
		set req.http.X-Turn = "stale";
		return (restart);
	}
}

sub vcl_backend_fetch {
	if (bereq.http.X-Turn == "stale") {
		return (abandon);
	}
}

sub failed {
	if (vsthrottle.is_denied("failed:" + bereq.url, 1, 1s)) {
		# counted, which is all that is wanted
	}
	if (bereq.is_bgfetch || bereq.http.X-Turn == "wait") {
		return (abandon); # there is a copy, and it stays
	}
	set beresp.ttl = 1s;
	set beresp.grace = 0s;
	set beresp.keep = 0s;
}

sub vcl_backend_response {
	set beresp.do_stream = false;
	set beresp.http.xkey = regsuball(std.tolower(beresp.http.Cache-Tag), "[,\s]+", " ");
	unset beresp.http.Cache-Tag;
	if (beresp.http.Content-Type ~ "^text/") {
		set beresp.do_gzip = true;
		if (beresp.was_304 && beresp.http.ETag ~ {"^""}) {
			set beresp.http.ETag = "W/" + beresp.http.ETag; # as compression makes it at first
		}
	}
	if (beresp.status >= 500) {
		call failed;
		return (deliver);
	}
	if (beresp.status == 400 && beresp.http.Cache-Control ~ "s-maxage=\d+") { # which Varnish keeps only when told to
		set beresp.ttl = std.duration(regsub(beresp.http.Cache-Control, "^.*s-maxage=(\d+).*$", "\1s"), 0s);
	}
	if (beresp.ttl <= 0s || beresp.http.Set-Cookie || beresp.http.Vary == "*" ||
	    beresp.http.Cache-Control ~ "(?i)(^|[\s,])(no-store|no-cache|private)($|[\s,=])") {
		set beresp.uncacheable = true;
		set beresp.ttl = 1s; # how long it is remembered that readers need not wait for each other
		return (deliver);
	}
	call stale_times;
	return (deliver);
}

sub stale_times {
	set beresp.http.X-Revalidate = "0s";
	set beresp.grace = 7d; # as CloudFront: without a word on it, a copy stands in for errors as long as they last
	if (beresp.http.Cache-Control ~ "stale-while-revalidate=\d+") {
		set beresp.http.X-Revalidate = regsub(beresp.http.Cache-Control, "^.*stale-while-revalidate=(\d+).*$", "\1s");
	}
	if (beresp.http.Cache-Control ~ "stale-if-error=\d+") {
		set beresp.grace = std.duration(beresp.http.X-Revalidate, 0s);
		set beresp.http.X-If-Error = regsub(beresp.http.Cache-Control, "^.*stale-if-error=(\d+).*$", "\1s");
		if (std.duration(beresp.http.X-If-Error, 0s) > beresp.grace) {
			set beresp.grace = std.duration(beresp.http.X-If-Error, 0s);
		}
		unset beresp.http.X-If-Error;
	}
	set beresp.keep = 10m; # not to be shown, but to ask the origin whether it still holds
}

sub vcl_backend_error {
	call failed;
	set beresp.http.Cache-Control = "no-store";
	set beresp.http.Content-Type = "text/plain; charset=utf-8";
	set beresp.http.Retry-After = "30";
	unset beresp.http.Server;
	synthetic("The page cannot be shown right now.");
	return (deliver);
}

sub vcl_deliver {
	if (req.http.X-Turn == "stale" || obj.ttl < 0s) {
		set resp.http.X-Cache = "stale";
	} else if (obj.hits > 0) {
		set resp.http.X-Cache = "hit";
	} else {
		set resp.http.X-Cache = "miss";
	}
	unset resp.http.xkey;
	unset resp.http.X-Revalidate;
	unset resp.http.X-Varnish;
	unset resp.http.Via;
	return (deliver);
}

sub vcl_synth {
	if (resp.status == 503 && req.http.X-Turn == "wait") {
		set req.http.X-Turn = "stale";
		return (restart);
	}
	unset resp.http.Server;
	unset resp.http.X-Varnish;
	set resp.http.X-Cache = "function";
	set resp.http.X-Content-Type-Options = "nosniff";
	set resp.http.Referrer-Policy = "strict-origin-when-cross-origin";
	set resp.http.Permissions-Policy = "browsing-topics=()";
	set resp.http.Cache-Control = "no-store";
	if (resp.status == 301) {
		set resp.http.Location = req.http.X-There;
		set resp.http.Cache-Control = "max-age=60, s-maxage=300, stale-while-revalidate=60, stale-if-error=86400";
	} else if (resp.status == 405) {
		set resp.http.Allow = "GET, HEAD";
	} else if (resp.status == 503) {
		set resp.http.Retry-After = "30";
	}
	if (req.http.X-Purged) {
		synthetic(req.http.X-Purged);
	} else {
		synthetic("");
	}
	return (deliver);
}
