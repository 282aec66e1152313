import { inLanguage, type Language, type Site } from '../domain/site.ts';
import { type FormKind, namedIn } from '../domain/subscribe-form.ts';
import { labelled, type Reachable, subscriptionWordsOf } from '../i18n/index.ts';
import type { Letter, Note } from './courier.ts';

/** What the service itself can have to say to one person. */
export type Message = 'confirm' | 'guardian' | 'test' | 'access' | 'left';

/** And what it says by a notification alone. */
export type NoteMessage = Exclude<Message, 'guardian' | 'left'> | 'renewed';

/** The words of the service, with the names of this site in them. */
export class Says {
  private readonly site: Pick<Site, 'name' | 'operator' | 'service' | 'report' | 'telling'>;
  private readonly subscribe: string;

  /** @param subscribe where people sign up. */
  constructor(site: Says['site'], subscribe: string) {
    this.site = site;
    this.subscribe = subscribe;
  }

  named(language: Language, link = this.subscribe): Reachable {
    return { ...namedIn(this.site, language), contact: contactOf(this.site), link };
  }

  /** What somebody consents to by a kind of channel. */
  consent(kind: FormKind, language: Language): string {
    return subscriptionWordsOf(language).form.consent[kind](this.named(language));
  }

  /** What a guardian consents to for the phone of a minor. */
  guardian(language: Language): string {
    return subscriptionWordsOf(language).pages.guardian.words(this.named(language));
  }

  text(
    what: 'ask' | 'confirmed' | 'help' | 'stopped' | 'unknown' | 'test' | 'access',
    language: Language,
    link?: string,
  ): string {
    return subscriptionWordsOf(language).texts[what](this.named(language, link));
  }

  letter(what: Message, language: Language, link: string, leave?: string): Letter {
    const { subject, paragraphs, button } = subscriptionWordsOf(language).letters[what];
    const named = this.named(language);
    const texts = paragraphs(named);
    return {
      language,
      subject: oneLine(subject(named.programme)),
      text: [...texts, `${labelled(button, language)} ${link}`, named.brand].join('\n\n'),
      html: [
        `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><body style="font:16px/1.5 sans-serif;max-width:38em;margin:0 auto;padding:16px">`,
        ...texts.map((text) => `<p>${escaped(text)}</p>`),
        `<p><a href="${escaped(link)}" style="display:inline-block;padding:12px 18px;background:#0b4f9c;color:#fff;text-decoration:none;border-radius:6px">${escaped(button)}</a></p>`,
        `<p>${escaped(link)}</p><p>${escaped(named.brand)}</p></body></html>`,
      ].join('\n'),
      leave,
    };
  }

  note(what: NoteMessage, language: Language, link: string, renewal?: string): Note {
    return {
      title: inLanguage(this.site.name, language),
      body: subscriptionWordsOf(language).notes[what],
      url: link,
      tag: `sign-up-${what}`,
      lang: language,
      dir: 'ltr',
      renewal,
      // Nothing has to be done, and it may come at night.
      ...(what === 'renewed' && { silent: true }),
    };
  }
}

/** An address as people read it. */
function contactOf({ report, operator }: Pick<Site, 'report' | 'operator'>): string {
  const address = [operator.contact, report].find((one) => one.startsWith('mailto:')) ?? operator.contact;
  return address.replace(/^mailto:/, '').replace(/\?.*$/, '');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
