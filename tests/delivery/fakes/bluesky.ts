import { createHash } from 'node:crypto';
import { AppBskyFeedPost, jsonToLex } from '@atproto/api';
import { at, textAt } from '../../../src/delivery/wire.ts';
import type { Reply, Seen, Vendor } from './service.ts';

/** https://atproto.com/specs/tid#tid-syntax */
const TID = /^[2-7a-j][2-7a-z]{12}$/;

const DID = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz';

export interface Pds extends Vendor {
  /** Records by `collection/rkey`. */
  readonly records: Map<string, AppBskyFeedPost.Record>;
  /** How often somebody signed in. */
  signedIn: number;
  /** Ends all sessions, and the right to renew them. */
  endSessions(): void;
  active: boolean;
}

/**
 * A server of the AT protocol for one account, as https://docs.bsky.app/docs/api/com-atproto-repo-put-record and its
 * neighbours describe it. It takes no record that Bluesky's own lexicon does not.
 */
export function pds(login: { identifier: string; password: string }): Pds {
  let session = 0;
  const server: Pds = {
    records: new Map(),
    signedIn: 0,
    active: true,
    endSessions: () => {
      session++;
    },
    tells: ({ path }) => path === '/xrpc/com.atproto.repo.putRecord',
    troubles: {
      'too many': {
        status: 429,
        headers: { 'ratelimit-reset': String(Math.floor(Date.now() / 1000) + 60) },
        body: { error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' },
      },
      broken: { status: 502, body: { error: 'UpstreamFailure', message: 'Upstream Failure' } },
      refusing: {
        status: 401,
        body: { error: 'AuthenticationRequired', message: 'Invalid identifier or password' },
      },
    },
    answer: (seen) => {
      const method = seen.path.replace('/xrpc/', '');
      if (method === 'com.atproto.server.createSession') return signIn(seen);
      if (method === 'com.atproto.server.refreshSession')
        return failed(400, 'ExpiredToken', 'Token has been revoked');
      if (seen.headers.authorization !== `Bearer access-${session}`)
        return failed(400, 'ExpiredToken', 'Token has expired');
      if (method === 'com.atproto.server.getSession')
        return { body: { did: DID, handle: login.identifier, active: server.active } };
      if (method === 'com.atproto.repo.uploadBlob') return uploaded(seen);
      if (method === 'com.atproto.repo.putRecord') return put(seen);
      return failed(501, 'MethodNotImplemented', method);
    },
  };
  return server;

  function signIn({ json }: Seen): Reply {
    if (textAt(json, 'identifier') !== login.identifier || textAt(json, 'password') !== login.password)
      return failed(401, 'AuthenticationRequired', 'Invalid identifier or password');
    server.signedIn++;
    return {
      body: {
        did: DID,
        handle: login.identifier,
        accessJwt: `access-${session}`,
        refreshJwt: `refresh-${session}`,
        active: server.active,
      },
    };
  }

  function put({ json }: Seen): Reply {
    const [repo, collection, rkey] = ['repo', 'collection', 'rkey'].map((key) => textAt(json, key) ?? '');
    if (repo !== DID) return failed(400, 'InvalidRequest', 'no such repo');
    if (!TID.test(rkey ?? '')) return failed(400, 'InvalidRequest', `"${rkey}" is no TID`);
    const found = AppBskyFeedPost.validateRecord(jsonToLex(at(json, 'record') as never));
    if (!found.success) return failed(400, 'InvalidRequest', found.error.message);
    const key = `${collection}/${rkey}`;
    server.records.set(key, found.value);
    const cid = cidOf(0x71, Buffer.from(JSON.stringify(at(json, 'record'))));
    return { body: { uri: `at://${DID}/${key}`, cid, validationStatus: 'valid' } };
  }
}

function uploaded({ headers, bytes }: Seen): Reply {
  const mimeType = headers['content-type'] ?? '';
  const ref = { $link: cidOf(0x55, bytes) };
  return { body: { blob: { $type: 'blob', ref, mimeType, size: bytes.length } } };
}

function failed(status: number, error: string, message: string): Reply {
  return { status, body: { error, message } };
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/** A content identifier, version 1, SHA-256, in Base32: https://github.com/multiformats/cid */
function cidOf(codec: number, bytes: Buffer): string {
  const binary = Buffer.from([1, codec, 0x12, 0x20, ...createHash('sha256').update(bytes).digest()]);
  let [bits, size, text] = [0, 0, 'b'];
  for (const byte of binary) {
    bits = ((bits << 8) | byte) & 0xffff;
    size += 8;
    for (; size >= 5; size -= 5) text += LETTERS[(bits >> (size - 5)) & 31];
  }
  return size > 0 ? text + LETTERS[(bits << (5 - size)) & 31] : text;
}
