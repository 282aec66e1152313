import { createHash, randomUUID } from 'node:crypto';
import type { Forge } from '../../src/domain/site.ts';

/** The application that the forge knows, and the addresses at which it signs somebody in. */
export const APPLICATION = 'an-application';
const PATHS: Readonly<Record<Exclude<Forge['kind'], 'github'>, { authorize: string; token: string }>> = {
  gitlab: { authorize: '/oauth/authorize', token: '/oauth/token' },
  gitea: { authorize: '/login/oauth/authorize', token: '/login/oauth/access_token' },
};

/** What becomes of somebody who is asked whether the application may write: `strange` sends them back with another state. */
export type Consent = 'given' | 'denied' | 'strange' | 'wrong code';

interface Sent {
  status: number;
  location?: string;
  body?: unknown;
}

/** Signs people in by the authorization code with PKCE, as RFC 6749 and RFC 7636 say it: each code once, to who asked for it. */
export class Accounts {
  consent: Consent = 'given';
  /** What was asked of it, for a test to look at. */
  readonly asked: URLSearchParams[] = [];
  readonly #codes = new Map<string, URLSearchParams>();
  readonly #paths: { authorize: string; token: string } | undefined;
  readonly #token: string;

  constructor(kind: Forge['kind'], token: string) {
    this.#paths = kind === 'github' ? undefined : PATHS[kind];
    this.#token = token;
  }

  /** @returns nothing where it is asked for something else. */
  answer(method: string, { pathname, searchParams }: URL, body: unknown): Sent | undefined {
    if (method === 'GET' && pathname === this.#paths?.authorize) return this.#authorize(searchParams);
    if (method === 'POST' && pathname === this.#paths?.token)
      return this.#grant(body as Record<string, string>);
    return undefined;
  }

  #authorize(asked: URLSearchParams): Sent {
    this.asked.push(asked);
    const isSound =
      asked.get('client_id') === APPLICATION &&
      asked.get('response_type') === 'code' &&
      asked.get('code_challenge_method') === 'S256' &&
      asked.get('code_challenge')?.length === 43;
    if (!isSound) return { status: 400, body: { error: 'invalid_request' } };
    const back = new URL(asked.get('redirect_uri') ?? '');
    const state = asked.get('state') ?? '';
    if (this.consent === 'denied') {
      back.searchParams.set('error', 'access_denied');
      back.searchParams.set('error_description', 'The resource owner denied the request.');
      back.searchParams.set('state', state);
      return { status: 302, location: back.href };
    }
    const code = randomUUID();
    if (this.consent !== 'wrong code') this.#codes.set(code, asked);
    back.searchParams.set('code', code);
    back.searchParams.set('state', this.consent === 'strange' ? 'another' : state);
    return { status: 302, location: back.href };
  }

  #grant({
    grant_type,
    client_id,
    code = '',
    redirect_uri,
    code_verifier = '',
  }: Record<string, string>): Sent {
    const asked = this.#codes.get(code);
    this.#codes.delete(code);
    const isTheirs =
      grant_type === 'authorization_code' &&
      client_id === APPLICATION &&
      redirect_uri === asked?.get('redirect_uri') &&
      createHash('sha256').update(code_verifier).digest('base64url') === asked?.get('code_challenge');
    if (!isTheirs)
      return { status: 400, body: { error: 'invalid_grant', error_description: 'The code is not valid.' } };
    return {
      status: 200,
      body: { access_token: this.#token, token_type: 'Bearer', expires_in: 7200, refresh_token: 'more' },
    };
  }
}
