import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { allowHeartbeat, narrowPolicy } from '../../src/release/policy.ts';

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const page = (scripts: string[], styles: string[]) =>
  `<meta http-equiv="content-security-policy" content="default-src 'none'; script-src 'self'${scripts.map((text) => ` ${hash(text)}`).join('')}; style-src 'self'${styles.map((text) => ` ${hash(text)}`).join('')};">`;

test('a page keeps the hashes of what stands in it, and no others', () => {
  const inside = '<style>a{}</style><script type="module">run()</script><script src="/x.js"></script>';
  assert.equal(
    narrowPolicy(page(['run()', 'elsewhere()'], ['a{}', 'b{}']) + inside),
    page(['run()'], ['a{}']) + inside,
  );
});

test('what is only written about in a page is no script', () => {
  const text = '&lt;script>run()&lt;/script>';
  assert.equal(narrowPolicy(page(['run()'], []) + text), page([], []) + text);
});

test('a page keeps its own hashes however many pages were printed before, and again when it is printed again', () => {
  const own = randomUUID();
  const inside = `<script>${own}</script>`;
  for (let time = 0; time < 2; time++)
    assert.equal(narrowPolicy(page([own, 'elsewhere()'], []) + inside), page([own], []) + inside);
});

test('a page that stands alone is given no hash of nothing', () => {
  const inside = '<script src="/x.js"></script><style></style>';
  assert.equal(narrowPolicy(page([''], ['']) + inside), page([], []) + inside);
});

test('a style that only this page has is allowed in it', () => {
  const inside = '<style>own{}</style>';
  assert.equal(narrowPolicy(page([], ['a{}']) + inside), page([], ['own{}']) + inside);
});

test('a page may ask where the heartbeat is served, whomever else it may ask, and only its policy says so', () => {
  const asking = (whom: string) =>
    `<meta http-equiv="content-security-policy" content="default-src 'none'; connect-src 'self'${whom};"><p>connect-src 'self'`;
  const other = ' https://proof.example';
  assert.equal(allowHeartbeat(asking(other), undefined), asking(other));
  assert.equal(
    allowHeartbeat(asking(other), 'https://beat.example/heartbeat.json'),
    asking(` https://beat.example${other}`),
  );
});

test('a worker and a manifest are allowed where a page has one', () => {
  const policy = "default-src 'none';worker-src 'self';manifest-src 'self';base-uri 'none'";
  const given = (rest: string) =>
    /content="([^"]*)/.exec(
      narrowPolicy(`<meta http-equiv="content-security-policy" content="${policy}">${rest}`),
    )?.[1];
  assert.equal(given('<p>sw.js</p>'), "default-src 'none';base-uri 'none'");
  assert.equal(
    given('<meta name="nightlight-worker" content="/up/sw.js">'),
    "default-src 'none';worker-src 'self';base-uri 'none'",
  );
  assert.equal(
    given('<link rel="manifest" href="/manifest.webmanifest">'),
    "default-src 'none';manifest-src 'self';base-uri 'none'",
  );
});
