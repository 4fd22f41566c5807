import assert from "node:assert/strict";
import { it } from "node:test";
import { pieces } from "../../whimsy/components/transcript/links_core.js";

const links = (text) => pieces(text).filter(({ url }) => url);
const urls = (text) => links(text).map(({ url }) => url);

it("finds what the server wrote as a link, and nothing else", () => {
  assert.deepEqual(urls("see hxxps://Example[.]com/a.b?c=d.e now"), ["https://example.com/a.b?c=d.e"]);
  assert.deepEqual(urls("www[.]example[.]co[.]uk and hxxp://evil[.]com:8080"), [
    "https://www.example.co.uk/",
    "http://evil.com:8080/",
  ]);
  for (const none of ["example.com", "https://example.com", "a[.]", "[.]com", "1[.]2", "javascript[:]alert(1)", ""])
    assert.deepEqual(urls(none), [], none);
});

it("loses and adds no letter of the text", () => {
  for (const text of ["a hxxps://b[.]com/c. Then d[.]org!", "b[.]com", "x b[.]comé y", "\n b[.]com \n c[.]org"])
    assert.equal(
      pieces(text)
        .map((piece) => piece.text)
        .join(""),
      text,
    );
});

it("leaves the end of a sentence out", () => {
  assert.deepEqual(urls("(look at b[.]com/x)."), ["https://b.com/x"]);
});

it("names the host that is really opened", () => {
  assert.equal(links("hxxps://аррӏе[.]com")[0].host, "xn--80ak6aa92e.com");
  assert.deepEqual(
    links("hxxps://good[.]com@evil[.]com/x").map(({ host }) => host),
    ["good.com", "evil.com"],
  );
  assert.deepEqual(urls("good[.]com\\@evil.com"), ["https://good.com/"]);
});

it("opens pages only, whatever is written", () => {
  for (const { url } of links("HXXPS://a[.]com file[:]//b[.]com data[:]c[.]com ftp[:]//d[.]com"))
    assert.match(url, /^https?:\/\//);
});

it("takes time that grows with the length and no faster", () => {
  const begun = performance.now();
  for (const part of ["a[.]", "a-", "hxxps://", "a[.]b/", "1"]) pieces(part.repeat(2_000));
  assert.ok(performance.now() - begun < 2_000);
});
