"""The page under its Content-Security-Policy: it needs nothing inline, and what is smuggled in does not run."""

from tests.browser.conftest import Visiting

WATCH = """window.broken = [];
document.addEventListener('securitypolicyviolation', (event) => window.broken.push(event.effectiveDirective));"""
SMUGGLED = """async () => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    const text = document.createElement('p');
    text.innerHTML = '<b style="position: fixed" onclick="window.ran = true">x</b>';
    document.body.append(text);
    text.firstChild.click();
    const answered = await fetch('https://elsewhere.example/').then(() => true, () => false);
    await new Promise((done) => setTimeout(done, 200));
    const placed = getComputedStyle(text.firstChild).position;
    return { ran: window.ran ?? false, answered, placed, broken: [...new Set(window.broken)].sort() };
}"""


def test_the_page_with_its_charts_needs_nothing_inline_and_nothing_smuggled_in_runs(visiting: Visiting) -> None:
    organiser = visiting()
    organiser.page.add_init_script(WATCH)
    organiser.sign_in("organiser-340828")
    chart = organiser.page.locator(".chart-box svg").first
    chart.wait_for()
    chart.hover()
    organiser.page.wait_for_timeout(500)
    for path in ("/audit", "/work", "/desk/membership/members/admit"):
        assert organiser.page.evaluate("window.broken") == []
        organiser.open(path)
    assert organiser.page.evaluate("window.broken") == []
    assert organiser.page.evaluate(SMUGGLED) == {
        "ran": False,
        "answered": False,
        "placed": "static",
        "broken": ["connect-src", "script-src-attr", "script-src-elem", "style-src-attr"],
    }
    assert len(organiser.troubles) >= 4, "the browser reports each of them"
    organiser.troubles.clear()
