"""Content parity sees what a reader would miss, and nothing else."""

from __future__ import annotations

import pytest

from tests.parts.parity import content, differences

HTML = """<!doctype html><title>T</title><header>Masthead</header><main>
<h1>Head&amp;line</h1>
<p>One <b>bold</b> and <a href="/a?b=1&amp;c=2">a
 link</a>, then<br>more.</p><style>p{}</style><script>1</script><p hidden>Secret</p><p> </p>
<figure><img src="/a.jpg" alt="a"><figcaption>Caption<small> Credit</small></figcaption></figure>
<ul><li>First<ul><li>Second</li></ul></li></ul>
<video poster="/p.jpg" controls><source src="/v.mp4">No video</video>
<iframe src="https://example.com" title="Film"></iframe>
</main><footer>Foot</footer>"""
AMP = """<!doctype html><html ⚡><title>T</title><main><h1>Head&amp;line</h1>
<p>One <strong>bold</strong> and <a href="/a?b=1&amp;c=2">a link</a>, then more.</p>
<figure><amp-img src="/a.jpg" alt="a"><i-amphtml-sizer></i-amphtml-sizer><img class="i-amphtml-fill-content
i-amphtml-replaced-content" src="/a.jpg" alt="a"></amp-img>
<figcaption>Caption <small>Credit</small></figcaption></figure>
<ul><li>First<ul><li>Second</li></ul></li></ul>
<amp-video poster="/p.jpg"><source src="/v.mp4"><div fallback>No video</div></amp-video>
<amp-iframe src="https://example.com"><a placeholder href="/film">Film</a></amp-iframe>
<noscript><img src="/n.jpg" alt=""></noscript><template><p>Row</p></template></main>"""


def test_content_in_order() -> None:
    """Texts are those of whole blocks, folded, within main; links and pictures are in order."""
    found = content(HTML)
    assert found.texts == [
        "Head&line",
        "One bold and a link, then more.",
        "Caption Credit",
        "First",
        "Second",
    ]
    assert found.links == ["/a?b=1&c=2"]
    assert found.pictures == ["/a.jpg", "/p.jpg"]


def test_equal_pages_do_not_differ() -> None:
    """Marks, white space, components' innards and placeholders make no difference."""
    assert differences(HTML, AMP) == []


@pytest.mark.parametrize(
    ("found", "put", "difference"),
    [
        ("Caption <small>Credit</small>", "Caption", "text, HTML only: Caption Credit"),
        ("<h1>", "<p>Extra</p><h1>", "text, AMP only: Extra"),
        (' href="/a?b=1&amp;c=2"', ' href="/a"', "link, HTML only: /a?b=1&c=2"),
        (' href="/a?b=1&amp;c=2"', ' href="/a"', "link, AMP only: /a"),
        ('<amp-img src="/a.jpg"', '<amp-img src="/b.jpg"', "picture, AMP only: /b.jpg"),
        ('poster="/p.jpg"', "", "picture, HTML only: /p.jpg"),
        ("<li>Second</li>", "", "text, HTML only: Second"),
        ("<p>One", "<p hidden>One", "text, HTML only: One bold and a link, then more."),
    ],
)
def test_each_difference_is_told(found: str, put: str, difference: str) -> None:
    """What one page has and the other has not is named, with its side."""
    assert found in AMP
    assert difference in differences(HTML, AMP.replace(found, put))


def test_order_counts() -> None:
    """The same blocks in another order are a difference."""
    assert differences("<main><p>a</p><p>b</p></main>", "<main><p>b</p><p>a</p></main>") != []


def test_what_is_allowed_does_not_count() -> None:
    """A text and an address that one side may have alone are named by the test."""
    amp = AMP.replace("<h1>", '<p><a href="/full">Full version</a></p><h1>')
    assert len(differences(HTML, amp)) == 2
    assert differences(HTML, amp, allowed={"/full", "Full version"}) == []


def test_empty_pages_are_not_equal() -> None:
    """Two pages without text prove nothing, and a page without main, or with two, is an error."""
    assert differences("<main></main>", "<main></main>") == ["the HTML page has no text"]
    for html in ("<p>x</p>", "<main>x</main><main>y</main>"):
        with pytest.raises(ValueError, match="main elements"):
            content(html)


def test_deep_pages() -> None:
    """A page that is nested deeply is read without an error."""
    assert content("<main>" + "<div>" * 400 + "x" + "</div>" * 400 + "</main>").texts == ["x"]
