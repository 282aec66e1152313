import type { Origin } from '../domain/addresses.ts';
import type { FactName, FieldKind } from '../domain/fields.ts';
import { INCIDENT_STATES, type Kind, MAINTENANCE_STATES } from '../domain/incident.ts';
import { type Forge, inLanguage, type Site } from '../domain/site.ts';
import { type Status, STATUSES } from '../domain/status.ts';
import { type Words, wordsOf } from '../i18n/index.ts';
import { formOf, type FormField } from '../incidents/form.ts';
import { label } from '../incidents/updates.ts';
import { FIRST, MORE } from './format.ts';

/** A field, a collection or all of the config, as the CMS reads it. */
type Said = Record<string, unknown>;

/** How a picker of times writes what it was given: to the minute, in UTC, whatever the zone of the phone. */
const TIME = { widget: 'datetime', format: 'YYYY-MM-DDTHH:mm[Z]', output_utc: true };

/** A time that may be an interval, which no picker knows. */
const WRITTEN_TIME = String.raw`^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?(/\S+)?$`;

/**
 * The config of the form at `/admin/`: what can be written, what it asks, and where it is committed. Its fields come
 * from the table of fields, its choices and names from the config of the site, its words from the first language.
 */
export function adminConfig(site: Site, forge: Forge, { url, base }: Origin): Said {
  const [language] = site.languages;
  const home = new URL(base, url).href;
  return {
    backend: backendOf(forge),
    app_title: inLanguage(site.name, language),
    logo: { src: `${base}icon.svg` },
    site_url: home,
    display_url: home,
    show_preview_links: false,
    media_folder: inFolder(forge, 'public'),
    public_folder: '/',
    editor: { preview: false },
    slug: { encoding: 'ascii', clean_accents: true },
    collections: [
      incidents(site, forge, 'incident'),
      incidents(site, forge, 'maintenance'),
      announcements(site, forge),
    ],
  };
}

/** Where the interface of a forge answers: the one other host that the form may ask. */
export function apiRootOf({ kind, repository }: Forge): string {
  const { origin, host } = new URL(repository);
  if (kind === 'gitlab') return `${origin}/api/v4`;
  if (kind === 'gitea') return `${origin}/api/v1`;
  return host === 'github.com' ? 'https://api.github.com' : `${origin}/api/v3`;
}

/** The repository as its forge names it: `owner/name`, with the groups of GitLab before it. */
export function repositoryOf({ repository }: Forge): string {
  return new URL(repository).pathname.slice(1);
}

function backendOf(forge: Forge): Said {
  const { kind, repository, branch, application } = forge;
  const { origin, host } = new URL(repository);
  return {
    name: kind,
    repo: repositoryOf(forge),
    branch,
    api_root: apiRootOf(forge),
    // Of a forge of one's own the CMS does not find it by itself.
    ...(kind !== 'gitea' && host !== 'github.com' && { graphql_api_root: `${origin}/api/graphql` }),
    // On GitHub anything else would need a server of somebody's between the phone and the forge.
    ...(application === undefined || kind === 'github'
      ? { auth_methods: ['token'] }
      : {
          auth_methods: ['oauth', 'token'],
          base_url: origin,
          app_id: application,
          // Of Gitea the CMS knows no other way.
          ...(kind === 'gitlab' && { auth_type: 'pkce' }),
        }),
    commit_messages: {
      create: 'Publish {{slug}}',
      update: 'Update {{slug}}',
      delete: 'Delete {{slug}}',
    },
  };
}

function inFolder({ folder }: Forge, path: string): string {
  return folder === '' ? path : `${folder}/${path}`;
}

/** The collection of one kind of incident; both lie in one folder. */
function incidents(site: Site, forge: Forge, kind: Kind): Said {
  const { admin, states, versions } = wordsOf(site.languages[0]);
  const choices = kind === 'incident' ? INCIDENT_STATES : MAINTENANCE_STATES;
  const [title, ...others] = fieldsOf(FIRST, kind, site);
  const { updateFields } = versions;
  const state = {
    name: 'state',
    label: updateFields.state,
    widget: 'select',
    default: label('update'),
    // The words that stand in the file; people are shown those of the page.
    options: choices.map((one) => ({ label: states[one], value: label(one) })),
    dropdown_threshold: 0,
  };
  return {
    ...(kind === 'incident'
      ? { label: admin.incidents, label_singular: admin.incident, icon: 'emergency_home' }
      : { label: admin.maintenance, label_singular: admin.work, icon: 'construction' }),
    ...collection(kind, 'incidents', forge),
    fields: [
      { name: 'file', widget: 'hidden', default: '' },
      { name: 'kind', widget: 'hidden', default: kind },
      title,
      {
        name: 'updates',
        label: admin.said,
        label_singular: admin.update,
        hint: admin.saidHint,
        widget: 'list',
        required: false,
        allow_reorder: false,
        allow_duplicate: false,
        default: [{ state: label(choices[0]) }],
        fields: [
          state,
          { name: 'text', label: updateFields.prose, widget: 'text', required: false },
          { name: 'time', label: updateFields.at, ...TIME, default: '{{now}}' },
          { name: 'where', label: updateFields.said, widget: 'string', required: false },
        ],
      },
      ...others,
      {
        name: 'more',
        label: admin.more,
        widget: 'object',
        collapsed: true,
        fields: fieldsOf(MORE, kind, site),
      },
      {
        name: 'body',
        label: admin.before,
        hint: admin.beforeHint,
        widget: 'text',
        required: false,
      },
    ],
  };
}

function announcements(site: Site, forge: Forge): Said {
  const { admin, announcements, versions } = wordsOf(site.languages[0]);
  return {
    label: announcements.title,
    label_singular: admin.announcement,
    icon: 'campaign',
    ...collection('announcement', 'announcements', forge),
    fields: [
      { name: 'file', widget: 'hidden', default: '' },
      { name: 'kind', widget: 'hidden', default: 'announcement' },
      { name: 'title', label: versions.fields.title, widget: 'string' },
      { name: 'body', label: admin.text, widget: 'text' },
      { name: 'from', label: admin.since, ...TIME, default: '{{now}}' },
      { name: 'until', label: admin.until, ...TIME },
      { name: 'components', label: announcements.about, required: false, ...oneOrMore(site) },
    ],
  };
}

/** What all collections have: a file for each entry, named by its day and its title, which nobody takes away. */
function collection(kind: string, folder: string, forge: Forge): Said {
  return {
    name: kind,
    folder: inFolder(forge, folder),
    format: kind === 'announcement' ? 'nightlight-announcement' : 'nightlight-incident',
    create: true,
    // A published address never breaks: what was wrong is withdrawn.
    delete: false,
    filter: { field: 'kind', value: kind },
    slug: { template: '{{year}}-{{month}}-{{day}}-{{title}}', editable: false },
    summary: '{{title}}',
    sortable_fields: { fields: ['slug'], default: { field: 'slug', direction: 'Descending' } },
  };
}

/** The fields of a kind of incident, as far as it and the site have them. */
function fieldsOf(names: readonly FactName[], kind: Kind, site: Site): Said[] {
  const [language] = site.languages;
  const { admin, versions } = wordsOf(language);
  const form = new Map(formOf(kind, site).map((field) => [field.name, field]));
  return names.flatMap((name) => {
    const field = form.get(name);
    if (!field) return [];
    const hints: Partial<Record<FactName, string>> = admin.hints;
    // The table is in English; whoever writes in another language has the labels alone.
    const hint = hints[name] ?? (language === 'en' ? field.hint : undefined);
    return {
      name: field.key,
      label: versions.fields[name],
      ...(hint !== undefined && { hint }),
      required: field.required,
      ...widgetOf(field, kind, site),
    };
  });
}

/** How a kind of field is asked for. */
function widgetOf({ name, kind, options = [] }: FormField, of: Kind, site: Site): Said {
  const { admin, incident } = wordsOf(site.languages[0]);
  const widgets: Record<FieldKind, () => Said> = {
    text: () => ({ widget: name === 'title' ? 'string' : 'text' }),
    word: () => ({
      widget: 'select',
      dropdown_threshold: 0,
      options: options.map((value) => ({ value, label: wordFor(name, value, incident) })),
    }),
    language: () => ({ widget: 'select', dropdown_threshold: 0, options }),
    flag: () => ({ widget: 'boolean', default: false }),
    time: () => TIME,
    end: () => TIME,
    window: () => ({
      widget: 'object',
      fields: [
        { name: 'from', label: admin.since, ...TIME },
        { name: 'until', label: admin.until, ...TIME },
      ],
    }),
    components: () => oneOrMore(site),
    impact: () => impactOf(of, site),
    // What needs more than a line each is written in the file.
    sources: () => ({ widget: 'hidden' }),
    redactions: () => ({ widget: 'hidden' }),
  };
  return widgets[kind]();
}

function wordFor(
  name: FactName,
  value: string,
  { dataFates, certainty, reporters }: Words['incident'],
): string {
  const words: Partial<Record<FactName, Record<string, string>>> = {
    data: dataFates,
    causeCertainty: certainty,
    reportedBy: reporters,
  };
  return words[name]?.[value] ?? value;
}

function impactOf(kind: Kind, site: Site): Said {
  const [language] = site.languages;
  const { admin, regions, statuses } = wordsOf(language);
  const common: Status = kind === 'maintenance' ? 'under_maintenance' : 'major_outage';
  return {
    widget: 'list',
    label_singular: admin.component,
    min: 1,
    allow_duplicate: false,
    default: [{ status: common }],
    fields: [
      { name: 'component', label: admin.component, widget: 'select', options: componentsOf(site) },
      {
        name: 'status',
        label: admin.status,
        widget: 'select',
        default: common,
        dropdown_threshold: 0,
        options: STATUSES.map((value) => ({ value, label: statuses[value] })),
      },
      {
        name: 'from',
        label: admin.since,
        hint: admin.sinceHint,
        widget: 'string',
        required: false,
        pattern: [WRITTEN_TIME, admin.sinceHint],
      },
      ...(site.regions.length === 0
        ? []
        : [
            {
              name: 'regions',
              label: regions.label,
              widget: 'select',
              multiple: true,
              required: false,
              options: site.regions.map(({ id, name }) => ({ value: id, label: inLanguage(name, language) })),
            },
          ]),
    ],
  };
}

function oneOrMore(site: Site): Said {
  return { widget: 'select', multiple: true, dropdown_threshold: 20, options: componentsOf(site) };
}

function componentsOf({ components, languages: [language] }: Site): Said[] {
  return components.map(({ id, name }) => ({ value: id, label: inLanguage(name, language) }));
}
