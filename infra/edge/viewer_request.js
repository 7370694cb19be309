// The CloudFront function of the distribution's viewer requests (runtime cloudfront-js-2.0).
//
// It keeps the cache key small: one story has one key a format, whatever the reader wrote, and what can be answered
// without the origin is answered here. The origin (slugline/address.py) stays the authority on what an address means:
//
//   - a method other than GET and HEAD         -> 405, never kept. (The distribution must let all methods come this far.)
//   - the query                                -> dropped, but for the AMP flags, which are a 301 or become one spelling,
//                                                 `amp=1` (AMP is asked for) or `amp=0` (it is not)
//   - spellings that RFC 3986 calls equivalent -> one, silently: %61 is a, %c3 is %C3
//   - upper case, a slash at the end, /amp or .amp behind the path, a flag -> 301, where the path is plain
//   - all else                                 -> the origin's, untouched: the 400s, other scripts, dot segments, reserved
//                                                 characters, a percent sign that encodes nothing, what is overlong
//
// A path is plain if it is of ASCII letters, digits and "-._~" in sound segments. A 301's location is such a path in lower
// case, so it begins with one slash and a letter, digit, "_", "~" or "-": it cannot leave the site, and as it is the one
// address (nothing above applies to it) it cannot lead on. What stays more than one key: dots written as %2E in a path
// with a dot segment (400), a slash written as %2F, and capitals of other scripts (which the origin answers with a 301).
//
// No header and no cookie is in the key (the cache policy names none), so none needs a look. It is written in the part of
// JavaScript that njs 0.7 has, which is less than what CloudFront has: no for-of, destructuring, spread, default values.

const LONGEST = 3072; // MAX_RAW_PATH of slugline/address.py
const ALWAYS = {
  'x-content-type-options': { value: 'nosniff' },
  'referrer-policy': { value: 'strict-origin-when-cross-origin' },
  'permissions-policy': { value: 'browsing-topics=()' },
};
const MOVED = 'max-age=60, s-maxage=300, stale-while-revalidate=60, stale-if-error=86400';
const PLAIN = /^(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+\/?$/;
const DOT_SEGMENT = /\/\.\.?(?:\/|$)/;
const STRAY_PERCENT = /%(?![0-9A-Fa-f]{2})/;
const ESCAPE = /%[0-9A-Fa-f]{2}/g;

function handler(event) {
  const request = event.request;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return answer(405, 'Method Not Allowed', { allow: 'GET, HEAD', 'cache-control': 'no-store' });
  }
  const path = spelt(request.uri);
  const wanted = flag(request.querystring);
  const there = address(path, wanted);
  if (there && (there !== path || wanted)) {
    return answer(301, 'Moved Permanently', { location: there, 'cache-control': MOVED });
  }
  request.uri = path;
  request.querystring = wanted ? { amp: { value: wanted } } : {};
  return request;
}

// A path in the one spelling of all that are equivalent to it.
function spelt(uri) {
  if (uri.indexOf('%') < 0 || uri.length > LONGEST || STRAY_PERCENT.test(uri)) return uri;
  const bare = decoded(uri, /[A-Za-z0-9._~-]/);
  // A dot segment that was hidden by encoding stays so: whoever comes next on the way might resolve it.
  return DOT_SEGMENT.test(bare) ? decoded(uri, /[A-Za-z0-9_~-]/) : bare;
}

function decoded(text, needless) {
  return text.replace(ESCAPE, (escape) => {
    const character = String.fromCharCode(parseInt(escape.slice(1), 16));
    return needless.test(character) ? character : escape.toUpperCase();
  });
}

// What the query says of the format: '1' AMP, '0' not AMP, '' nothing.
function flag(query) {
  let found = '';
  Object.keys(query).forEach((key) => {
    const name = decoded(key, /[A-Za-z]/).toLowerCase();
    if (name !== 'amp' && name !== 'outputtype') return;
    (query[key].multiValue || [query[key]]).forEach((one) => {
      const value = decoded(one.value, /[A-Za-z0-9]/).toLowerCase();
      const amp = name === 'amp' ? value === '' || value === '1' || value === 'true' : value === 'amp';
      found = amp || found === '1' ? '1' : '0';
    });
  });
  return found;
}

// The one address that a plain path means; '' where that is for the origin to say.
function address(path, wanted) {
  if (path.length > LONGEST || !PLAIN.test(path)) return '';
  const lower = path.toLowerCase().replace(/\/$/, '');
  let bare = lower.replace(/^(?:\/amp)+(?=\/)/, '');
  while (bare.endsWith('/amp') || bare.endsWith('.amp')) bare = bare.slice(0, -4);
  const there = bare !== lower || wanted === '1' ? '/amp' + bare : bare;
  return bare && there.length <= LONGEST ? there : '';
}

function answer(status, description, told) {
  const headers = Object.assign({}, ALWAYS);
  Object.keys(told).forEach((name) => {
    headers[name] = { value: told[name] };
  });
  return { statusCode: status, statusDescription: description, headers: headers };
}
