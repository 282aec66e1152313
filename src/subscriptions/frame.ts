import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { Language } from '../domain/site.ts';
import { wordsOf } from '../i18n/index.ts';

/** Markup, with everything that was put into it escaped. */
export type Markup = ReturnType<typeof html>;

/** Tokens have the names of what they are for; both themes are one sheet, and nothing else is loaded. */
const STYLE = `:root{color-scheme:light dark;--ink:light-dark(#1b1f27,#e9ebf0);--paper:light-dark(#fff,#14171d);--soft:light-dark(#555d6b,#a9b1c0);--edge:light-dark(#8a93a3,#707a8c);--act:light-dark(#0b4f9c,#9cc7ff);--on-act:light-dark(#fff,#0c1420);--wrong:light-dark(#a11218,#ffb1ac)}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:100%/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
main,footer{max-width:38rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0 1rem}
h2{font-size:1.2rem;margin:2rem 0 .5rem}
a{color:var(--act)}
fieldset{border:1px solid var(--edge);border-radius:.5rem;margin:0 0 1.25rem;padding:.5rem 1rem 1rem;min-width:0}
legend{font-weight:600;padding:0 .25rem}
label{display:block;padding:.5rem 0}
label.tick{display:grid;grid-template-columns:1.75rem 1fr;align-items:start}
input,select,button{font:inherit;color:inherit}
input[type=text],input[type=email],input[type=tel],select{display:block;width:100%;min-height:2.75rem;padding:.5rem;border:1px solid var(--edge);border-radius:.375rem;background:var(--paper)}
input[type=radio],input[type=checkbox]{width:1.25rem;height:1.25rem;margin:.125rem 0 0;accent-color:var(--act)}
button,.button{display:inline-block;min-height:2.75rem;padding:.6rem 1.1rem;border:1px solid var(--act);border-radius:.375rem;background:var(--act);color:var(--on-act);font-weight:600;cursor:pointer;text-decoration:none}
button.quiet{background:none;color:var(--act)}
button.wrong{background:none;border-color:var(--wrong);color:var(--wrong)}
:focus-visible{outline:3px solid var(--act);outline-offset:2px}
.hint,footer{color:var(--soft);font-size:.9rem}
.wrong{color:var(--wrong)}
p.wrong{border-inline-start:4px solid;padding-inline-start:.75rem}
.row{display:flex;flex-wrap:wrap;gap:.75rem}
fieldset:not(:has([value=minor]:checked)) .minor,fieldset:not(:has([value=some]:checked)) .some{display:none}
.away{position:absolute;inset-inline-start:-10000px;width:1px;height:1px;overflow:hidden}`;

/** Nothing is loaded, nothing runs, nobody frames it, and a form goes nowhere else. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What every answer carries. */
export const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': POLICY,
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // A token stands in the address: nobody else is told it.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'X-Robots-Tag': 'noindex',
  'Cache-Control': 'no-store',
};

/** A whole page. */
export function page(
  language: Language,
  { title, body, foot }: { title: string; body: Markup; foot: Markup },
): Markup {
  return html`<!doctype html>
    <html lang="${language}" dir="${wordsOf(language).direction}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        ${raw(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
        <footer>${foot}</footer>
      </body>
    </html> `;
}

/** Paragraphs. */
export function paragraphs(...texts: (string | undefined)[]): Markup {
  return html`${texts.filter((text) => text !== undefined).map((text) => html`<p>${text}</p> `)}`;
}

/** A form that is posted back to where it stands, or to `action`. */
export function form(inner: Markup, action?: string): Markup {
  return html`<form method="post" ${action === undefined ? '' : html`action="${action}"`}>${inner}</form>`;
}

export function button(text: string, { name, look }: { name?: string; look?: string } = {}): Markup {
  return html`<button${look === undefined ? '' : html` class="${look}"`}${name === undefined ? '' : html` name="do" value="${name}"`}>${text}</button>`;
}

export function hidden(name: string, value: string): Markup {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}
