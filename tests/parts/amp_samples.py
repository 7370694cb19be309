"""Good AMP pages, which the tests of the AMP parts break."""

from __future__ import annotations

import base64

CDN = "https://cdn.ampproject.org/v0"


def script(component: str = "", version: str = "0.1", key: str = "custom-element") -> str:
    """Return the pair of scripts of the engine or of a component."""
    place, own = (f"/{component}-{version}", f' {key}="{component}"') if component else ("", "")
    return (
        f'<script async src="{CDN}{place}.mjs" type="module" crossorigin="anonymous"{own}></script>'
        f'<script async nomodule src="{CDN}{place}.js" crossorigin="anonymous"{own}></script>'
    )


def page(body: str, scripts: str) -> str:
    """Return a server-side rendered AMP page."""
    return (
        '<!doctype html>\n<html ⚡ lang="en" i-amphtml-layout i-amphtml-no-boilerplate transformed="self;v=1">\n'
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<style amp-runtime i-amphtml-version="012405300626000">i-amphtml-sizer{display:block}</style>'
        f"{scripts}<style amp-custom>h1{{color:#111}}</style><title>T</title>"
        '<link rel="canonical" href="https://example.com/a"></head>\n'
        f"<body><h1>Hello</h1>{body}</body>\n</html>"
    )


def laid(kind: str, sized: str = " i-amphtml-layout-size-defined") -> str:
    """Return the class and attribute that server-side rendering adds."""
    return f'class="i-amphtml-layout-{kind}{sized}" i-amphtml-layout="{kind}"'


def sizer(percent: str) -> str:
    """Return the sizer of a responsive element."""
    return f'<i-amphtml-sizer slot="i-amphtml-svc" style="display:block;padding-top:{percent}%"></i-amphtml-sizer>'


SVG = base64.b64encode(b'<svg height="200" width="300" xmlns="http://www.w3.org/2000/svg" version="1.1"/>').decode()
HERO = (
    f'<amp-img src="https://example.com/a.jpg" width="16" height="9" layout="responsive" alt="x" i-amphtml-ssr '
    f'data-hero {laid("responsive")}>{sizer("56.25")}<img class="i-amphtml-fill-content i-amphtml-replaced-content" '
    'decoding="async" fetchpriority="high" alt="x" src="https://example.com/a.jpg"></amp-img>'
)
GOOD = page(HERO, script())
PLAIN = page('<img src="https://example.com/a.jpg" width="16" height="9" alt="x">', "")
YOUTUBE = (
    f'<amp-youtube data-videoid="v" width="7" height="3" layout="responsive" {laid("responsive")}>{sizer("42.8571")}'
    '<a placeholder href="https://example.com/v">Film</a></amp-youtube>'
)
MANY = page(
    HERO
    + YOUTUBE
    + f'<amp-img src="https://example.com/b.jpg" width="300" height="200" alt="b" style="width:300px;height:200px" '
    f"{laid('fixed')} lightbox></amp-img>"
    + f'<amp-iframe src="https://example.com/f" height="300" layout="fixed-height" style="height:300px" '
    f"{laid('fixed-height')}></amp-iframe>"
    + f'<amp-img src="https://example.com/c.jpg" width="300" height="200" layout="intrinsic" alt="c" '
    f"{laid('intrinsic')}>"
    '<i-amphtml-sizer slot="i-amphtml-svc" class="i-amphtml-sizer"><img alt aria-hidden="true" '
    f'class="i-amphtml-intrinsic-sizer" role="presentation" src="data:image/svg+xml;base64,{SVG}">'
    "</i-amphtml-sizer></amp-img>"
    + f'<amp-img src="https://example.com/d.jpg" layout="fill" alt="d" {laid("fill")}></amp-img>'
    + f'<amp-pixel src="https://example.com/p" layout="nodisplay" hidden="hidden" {laid("nodisplay", "")}></amp-pixel>'
    + f'<amp-analytics style="width:1px;height:1px" {laid("fixed")}><script type="application/json">{{}}</script>'
    "</amp-analytics>" + f'<amp-ad type="x" layout="fluid" width="300" height="fluid" style="width:100%;height:0" '
    f"{laid('fluid', ' i-amphtml-layout-awaiting-size')}></amp-ad>"
    + f"<amp-accordion {laid('container', '')}><section><h2>a</h2><div>b</div></section></amp-accordion>"
    + '<amp-audio src="https://example.com/a.mp3"><audio controls></audio></amp-audio>'
    + f'<amp-list src="https://example.com/l" height="9" layout="fixed-height" style="height:9px" '
    f"{laid('fixed-height')}>"
    '<template type="amp-mustache"><amp-img src="{{u}}" width="1" height="1" alt="x"></amp-img></template></amp-list>'
    + '<noscript><img src="https://example.com/n.jpg" alt="n"></noscript>',
    script()
    + "".join(
        map(script, ("amp-accordion", "amp-ad", "amp-analytics", "amp-audio", "amp-iframe", "amp-lightbox-gallery"))
    )
    + script("amp-list")
    + script("amp-mustache", "0.2", "custom-template")
    + script("amp-youtube"),
)
