import { defineSite } from './domain/site.ts';

/**
 * Everything an operator changes. Each key is explained in `src/domain/site.ts`; a mistake here stops the
 * build with a sentence about it.
 */
export default defineSite({
  name: { en: 'Nightlight', es: 'Nightlight' },
  service: { en: 'glucose sharing', es: 'el uso compartido de glucosa' },
  url: 'https://nightlight.example',
  tag: { authority: 'nightlight.example', year: 2026 },
  operator: { name: 'The Nightlight project', contact: 'mailto:hello@nightlight.example' },
  report: 'mailto:hello@nightlight.example?subject=I%20see%20no%20data',
  demonstration: {
    notice: {
      en: 'This page is a demonstration built from the public record of past outages of Dexcom Share and Follow. It is not the vendor’s live status, and nobody at the vendor runs it.',
      es: 'Esta página es una demostración hecha con el registro público de interrupciones pasadas de Dexcom Share y Follow. No es el estado real del fabricante, y nadie del fabricante la gestiona.',
    },
  },
  license: 'https://spdx.org/licenses/MIT.html',
  pledge: { firstNotice: 60, updateEvery: 240 },
  rebuildEvery: 30,
  cacheAge: 10,
  vouchFor: 40,
  groups: [
    {
      id: 'wearer',
      name: { en: 'On the wearer’s own device', es: 'En el dispositivo de quien lleva el sensor' },
    },
    { id: 'followers', name: { en: 'For followers', es: 'Para quienes siguen' } },
    { id: 'accounts', name: { en: 'Accounts and other apps', es: 'Cuentas y otras aplicaciones' } },
  ],
  components: [
    {
      id: 'device-readings',
      name: {
        en: 'Readings on the wearer’s device',
        es: 'Lecturas en el dispositivo de quien lleva el sensor',
      },
      description: {
        en: 'The wearer’s own phone or receiver shows glucose.',
        es: 'El teléfono o receptor de quien lleva el sensor muestra la glucosa.',
      },
      group: 'wearer',
      headline: false,
      since: '2018-01-01',
    },
    {
      id: 'device-alarms',
      name: { en: 'Alarms on the wearer’s device', es: 'Alarmas en el dispositivo de quien lleva el sensor' },
      description: {
        en: 'The wearer’s own phone or receiver sounds its alarms.',
        es: 'El teléfono o receptor de quien lleva el sensor hace sonar sus alarmas.',
      },
      group: 'wearer',
      headline: false,
      since: '2018-01-01',
    },
    {
      id: 'share-upload',
      name: {
        en: 'Uploading from the wearer’s phone',
        es: 'Envío desde el teléfono de quien lleva el sensor',
      },
      description: {
        en: 'Readings travel from the wearer’s phone to the cloud.',
        es: 'Las lecturas viajan del teléfono de quien lleva el sensor a la nube.',
      },
      group: 'wearer',
      headline: true,
      since: '2018-01-01',
    },
    {
      id: 'follow-glucose',
      name: { en: 'Followers see glucose', es: 'Quienes siguen ven la glucosa' },
      description: {
        en: 'A follower’s phone shows the wearer’s glucose.',
        es: 'El teléfono de quien sigue muestra la glucosa de quien lleva el sensor.',
      },
      group: 'followers',
      headline: true,
      since: '2018-01-01',
    },
    {
      id: 'follow-alerts',
      name: { en: 'Followers get alerts', es: 'Quienes siguen reciben alertas' },
      description: {
        en: 'A follower’s phone sounds alerts, the “no data” alert among them.',
        es: 'El teléfono de quien sigue hace sonar las alertas, también la de «sin datos».',
      },
      group: 'followers',
      headline: true,
      since: '2018-01-01',
    },
    {
      id: 'sign-in',
      name: { en: 'Sign-in', es: 'Inicio de sesión' },
      description: {
        en: 'People can sign in to their accounts.',
        es: 'Las personas pueden entrar en sus cuentas.',
      },
      group: 'accounts',
      headline: true,
      since: '2018-01-01',
    },
    {
      id: 'reports',
      name: { en: 'Reports for clinics', es: 'Informes para clínicas' },
      description: {
        en: 'Wearers and clinics can see and share reports.',
        es: 'Quienes llevan el sensor y las clínicas pueden ver y compartir informes.',
      },
      group: 'accounts',
      headline: false,
      since: '2018-01-01',
    },
    {
      id: 'partner-apps',
      name: {
        en: 'Other apps that read shared data',
        es: 'Otras aplicaciones que leen los datos compartidos',
      },
      description: {
        en: 'Apps made by others receive the shared readings.',
        es: 'Las aplicaciones hechas por terceros reciben las lecturas compartidas.',
      },
      group: 'accounts',
      headline: false,
      since: '2018-01-01',
    },
  ],
  advice: {
    en: 'Look at the wearer’s own phone or receiver, check your own connection, then tell us.',
    es: 'Mire el teléfono o receptor de quien lleva el sensor, compruebe su conexión y después avísenos.',
  },
});
