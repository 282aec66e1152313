import { createHash } from 'node:crypto';
import type { Config } from '../config/index.ts';
import type { Instant } from '../domain/time.ts';
import { checkOf } from './check.ts';
import type { Finding } from './finding.ts';

/** A source of alerts, as the config has it. */
export type AlertSource = Config['watch']['alerts'][number];

/** An alert, whoever sent it. */
export interface Alert {
  /** What is the same each time that this alert is sent. */
  key: string;
  /** Whether it is over. */
  ok: boolean;
  /** When it began or ended; `undefined` where the sender does not say. */
  at: Instant | undefined;
  /** What rules look at, and what is told to the operator. */
  labels: Record<string, string>;
}

/** The most alerts that are read of one message. */
const MOST = 1000;
/** How long ago an alert may have begun, in ms. */
const OLDEST = 366 * 24 * 3_600_000;
/** The longest words that are kept of one. */
const LONGEST = 200;

type Told = Record<string, unknown>;

/**
 * The alerts in a message, what fires first. What a sender leaves out or sends as `null` is not there; a message about
 * nothing, such as a test, holds none.
 * @param told the body as JSON, or the fields of a form or of an address.
 * @returns with how many were left, there or here, because they are too many for one message.
 */
export function alertsIn(from: AlertSource['from'], told: unknown): { alerts: Alert[]; left: number } {
  const fields = objectIn(told);
  const all = READERS[from](fields).toSorted((one, other) => Number(one.ok) - Number(other.ok));
  const leftThere = Number(textIn(fields.truncatedAlerts)) || 0;
  return { alerts: all.slice(0, MOST), left: Math.max(0, all.length - MOST) + leftThere };
}

const READERS: Record<AlertSource['from'], (told: Told) => Alert[]> = {
  alertmanager: prometheus,
  // Grafana sends what Alertmanager does, with more fields.
  grafana: prometheus,
  gatus: (told) => {
    const state = textIn(told.state);
    const labels = labelsOf(told);
    const name = [labels.group, labels.endpoint ?? labels.name].filter(Boolean).join('/');
    if (name === '' || !/^(?:TRIGGERED|RESOLVED)$/i.test(state)) return [];
    return [{ key: name, ok: /^RESOLVED$/i.test(state), at: undefined, labels }];
  },
  uptime_kuma: (told) => {
    // As a form it sends JSON in one field, and in an address in two.
    const inner = typeof told.data === 'string' ? written(told.data) : told;
    const [heartbeat, monitor] = [written(inner.heartbeat), written(inner.monitor)];
    const id = textIn(heartbeat.monitorID ?? monitor.id);
    const status = textIn(heartbeat.status);
    // 2 is not decided, and 3 is work that was announced there.
    if (id === '' || (status !== '0' && status !== '1')) return [];
    const labels = { ...labelsOf(monitor), monitor: textIn(monitor.name), msg: textIn(heartbeat.msg) };
    return [{ key: id, ok: status === '1', at: timeIn(heartbeat.time, true), labels }];
  },
  pingdom: (told) => {
    const state = textIn(told.current_state);
    const key = textIn(told.check_id);
    if (key === '' || !/^(?:UP|DOWN|SUCCESS|FAILING)$/.test(state)) return [];
    const labels = labelsOf(told);
    return [
      { key, ok: state === 'UP' || state === 'SUCCESS', at: timeIn(told.state_changed_timestamp), labels },
    ];
  },
  better_stack: (told) => {
    const data = objectIn(told.data);
    const facts = objectIn(data.attributes);
    const key = textIn(data.id);
    if (key === '' || textIn(facts.started_at) === '') return [];
    const ok = textIn(facts.resolved_at) !== '';
    // One that is opened again keeps the time at which it began, which lies before its end.
    const isAgain = !ok && /re-?open/i.test(`${textIn(told.event)} ${textIn(facts.status)}`);
    const at = isAgain ? undefined : timeIn(ok ? facts.resolved_at : facts.started_at);
    return [{ key, ok, at, labels: labelsOf(facts) }];
  },
  signed: (told) => {
    const labels = labelsOf(told);
    const key = textIn(told.check ?? told.component);
    const status = textIn(told.status);
    if (key === '' || !/^(?:up|down)$/.test(status)) return [];
    return [{ key, ok: status === 'up', at: timeIn(told.at), labels }];
  },
};

function prometheus(told: Told): Alert[] {
  const alerts = Array.isArray(told.alerts) ? told.alerts : [];
  return alerts.map(objectIn).flatMap((one) => {
    const labels = { ...labelsOf(objectIn(told.commonLabels)), ...labelsOf(objectIn(one.labels)) };
    const status = textIn(one.status);
    if (status !== 'firing' && status !== 'resolved') return [];
    // What all alerts of a message have stands before the rest, and that changes with the others in it.
    const sorted = JSON.stringify(
      Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1)),
    );
    const name = textIn(one.fingerprint) || createHash('sha256').update(sorted).digest('hex').slice(0, 16);
    const [began, ended] = [timeIn(one.startsAt), timeIn(one.endsAt)];
    const ok = status === 'resolved';
    // The year 1 is how it says that there is no end yet, and nothing ends before it began.
    const isEnd = ended !== undefined && ended > 0 && !(began !== undefined && ended < began);
    const end = isEnd ? ended : undefined;
    return [{ key: name, ok, at: ok ? end : began, labels }];
  });
}

/** What alerts say of checks, and those of which no rule says what they are about. */
export function mapped(
  alerts: readonly Alert[],
  { place, rules, holds }: AlertSource,
  now: Instant,
): { findings: Finding[]; unmatched: Alert[] } {
  const findings: Finding[] = [];
  const unmatched: Alert[] = [];
  for (const alert of alerts) {
    const rule = rules.find(({ match }) => match.every((one) => fits(one, alert.labels)));
    if (!rule) {
      unmatched.push(alert);
      continue;
    }
    const { key, ok, labels } = alert;
    // Nothing of a sender's clock may lie ahead of ours, or no later word could be newer; and what is said to have begun
    // before anybody could have asked is no time, for a notice would tell it.
    const isDated = alert.at !== undefined && alert.at <= now && (ok || alert.at > now - OLDEST);
    const at = isDated ? (alert.at as Instant) : now;
    const name =
      labels.text ??
      labels.alertname ??
      labels.monitor ??
      labels.check_name ??
      labels.name ??
      labels.endpoint ??
      key;
    findings.push({
      ...{ check: checkOf(rule), place, at, ok, key: key.slice(0, LONGEST), holds: now + holds * 60_000 },
      ...(!ok && { why: `is reported by ${place} (${name})` }),
      ...(!ok && !isDated && { undated: true }),
    });
  }
  return { findings, unmatched };
}

function fits(match: string, labels: Alert['labels']): boolean {
  const equals = match.indexOf('=');
  const [label, value] = [match.slice(0, equals), match.slice(equals + 1)];
  const found = labels[label];
  if (found === undefined) return false;
  return value.endsWith('*') ? found.startsWith(value.slice(0, -1)) : found === value;
}

/** A message as fields, by its type: JSON, a form of either kind, or what stands behind the "?" of an address. */
export async function fieldsIn(body: string, type: string, query: URLSearchParams): Promise<unknown> {
  if (body === '') return Object.fromEntries(query);
  // Some programs send JSON and call it a form, as curl does by itself: no form begins so.
  const looksLikeJson = /^\s*[[{]/.test(body);
  if (/urlencoded|form-data/i.test(type) && !looksLikeJson) return formIn(body, type);
  return parsed(body);
}

async function formIn(body: string, type: string): Promise<unknown> {
  try {
    return Object.fromEntries(await new Response(body, { headers: { 'Content-Type': type } }).formData());
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function objectIn(told: unknown): Told {
  return typeof told === 'object' && told !== null && !Array.isArray(told) ? (told as Told) : {};
}

/** An object, or one written as JSON. */
function written(told: unknown): Told {
  return objectIn(typeof told === 'string' ? parsed(told) : told);
}

function textIn(told: unknown): string {
  return typeof told === 'string' || typeof told === 'number' ? String(told).slice(0, LONGEST) : '';
}

function labelsOf(told: Told): Record<string, string> {
  return Object.fromEntries(
    Object.entries(told).flatMap(([name, value]) => {
      const text = textIn(value);
      return text === '' ? [] : [[name.slice(0, LONGEST), text] as const];
    }),
  );
}

/** In ms: ISO 8601, or seconds since 1970. Some write UTC without saying so. */
function timeIn(told: unknown, isBare = false): Instant | undefined {
  if (typeof told === 'number') return told * 1000;
  if (typeof told !== 'string' || told === '') return undefined;
  const time = Date.parse(isBare && !/[Z+]|-\d\d:\d\d$/.test(told) ? `${told.replace(' ', 'T')}Z` : told);
  return Number.isNaN(time) ? undefined : time;
}
