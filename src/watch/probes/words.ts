const REFUSED = 'takes no connection';
const BROKEN = 'broke the connection off';
const AWAY = 'cannot be reached';
const NAMELESS = 'has a name that no server answers for';

const WORDS: Record<string, string> = {
  ECONNREFUSED: REFUSED,
  ECONNRESET: BROKEN,
  EPIPE: BROKEN,
  UND_ERR_SOCKET: BROKEN,
  ETIMEDOUT: 'took no connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'took no connection in time',
  TimeoutError: 'did not answer in time',
  HTTPParserError: 'answered what is no HTTP',
  EHOSTUNREACH: AWAY,
  ENETUNREACH: AWAY,
  ENOTFOUND: 'has a name that nobody knows',
  ENODATA: 'has no record of that kind',
  ESERVFAIL: NAMELESS,
  EREFUSED: NAMELESS,
  EAI_AGAIN: NAMELESS,
  ETIMEOUT: 'has a name that no server answers for in time',
  EPROTO: 'speaks no TLS that this program knows',
  ERR_SSL_WRONG_VERSION_NUMBER: 'speaks no TLS',
  CERT_HAS_EXPIRED: 'has a certificate that is no longer valid',
  CERT_NOT_YET_VALID: 'has a certificate that is not valid yet',
  CERT_REVOKED: 'has a certificate that was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a certificate that nobody vouches for',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate of an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT: 'has a certificate of an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'has a certificate of an authority that is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'has a certificate without those between it and its authority',
};

/** What this machine lacks says nothing about the service. */
const OWN = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS', 'EADDRNOTAVAIL', 'EACCES', 'EPERM']);

/**
 * What the network said, as part of a sentence; what an address or a header holds is never part of it.
 * @throws the error itself where this machine could not look at all: that is no finding.
 */
export function wordsFor(error: unknown): string {
  const code = codeOf(error);
  if (code === undefined) return 'could not be asked';
  if (OWN.has(code)) throw error;
  return wordsOf(code);
}

/** The same for the code of what is wrong with a certificate. */
export function wordsOf(code: string): string {
  return WORDS[code] ?? `failed (${code})`;
}

/** What has no code in every Node, by its name. */
const NAMED = ['TimeoutError', 'HTTPParserError'];

/** The code that is deepest: a browser's network tells first that something failed, and below what. */
function codeOf(error: unknown): string | undefined {
  let found: string | undefined;
  for (let one = error as NodeJS.ErrnoException | undefined; one; one = one.cause as typeof one)
    if (NAMED.includes(one.name)) found = one.name;
    else if (typeof one.code === 'string') found = one.code;
  return found;
}
